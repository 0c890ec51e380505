/// Input that no decent client sends, on sockets of its own, while a decent client must not notice.
@NullMarked
package io.tidepost.compat.hostile;

import org.jspecify.annotations.NullMarked;
