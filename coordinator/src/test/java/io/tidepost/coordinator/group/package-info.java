/// Groups under test: scenario files, a simulated world, single rules.
@NullMarked
package io.tidepost.coordinator.group;

import org.jspecify.annotations.NullMarked;
