@NullMarked
package io.tidepost.coordinator.share;

import org.jspecify.annotations.NullMarked;
