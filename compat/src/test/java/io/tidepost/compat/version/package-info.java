/// Every version of every API that the server says it serves.
@NullMarked
package io.tidepost.compat.version;

import org.jspecify.annotations.NullMarked;
