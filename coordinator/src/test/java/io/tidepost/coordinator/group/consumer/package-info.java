/// Tests.
@NullMarked
package io.tidepost.coordinator.group.consumer;

import org.jspecify.annotations.NullMarked;
