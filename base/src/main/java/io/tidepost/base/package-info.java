/// The seams to the world and the small tools every room uses. Interfaces live here, one
/// implementation against the real world in [io.tidepost.base.world], the simulated one in the
/// `sim` module.
@NullMarked
package io.tidepost.base;

import org.jspecify.annotations.NullMarked;
