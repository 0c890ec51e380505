/// What the tests share: one running server, clients of the newest release, unique topics.
@NullMarked
package io.tidepost.compat.support;

import org.jspecify.annotations.NullMarked;
