/// Client libraries of older and newer releases, each in a JVM of its own.
@NullMarked
package io.tidepost.compat.release;

import org.jspecify.annotations.NullMarked;
