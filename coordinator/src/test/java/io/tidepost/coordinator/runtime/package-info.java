/// The runtime under test.
@NullMarked
package io.tidepost.coordinator.runtime;

import org.jspecify.annotations.NullMarked;
