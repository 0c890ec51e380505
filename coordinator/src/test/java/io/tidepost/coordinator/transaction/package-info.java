/// Tests of the transaction coordinator's core.
@NullMarked
package io.tidepost.coordinator.transaction;

import org.jspecify.annotations.NullMarked;
