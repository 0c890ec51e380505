/// Where replicas are, where they had better be, and how they come there.
@NullMarked
package io.tidepost.operate.move;

import org.jspecify.annotations.NullMarked;
