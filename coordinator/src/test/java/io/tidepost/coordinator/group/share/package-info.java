@NullMarked
package io.tidepost.coordinator.group.share;

import org.jspecify.annotations.NullMarked;
