/// Tests.
@NullMarked
package io.tidepost.coordinator.group.streams;

import org.jspecify.annotations.NullMarked;
