@NullMarked
package io.tidepost.replica.share;

import org.jspecify.annotations.NullMarked;
