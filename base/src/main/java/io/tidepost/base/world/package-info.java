/// The seams implemented on the real machine: the only package besides the shells that may ask the
/// JDK for time, randomness and files.
@NullMarked
package io.tidepost.base.world;

import org.jspecify.annotations.NullMarked;
