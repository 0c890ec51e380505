/// Tests.
@NullMarked
package io.tidepost.coordinator.group.assignor;

import org.jspecify.annotations.NullMarked;
