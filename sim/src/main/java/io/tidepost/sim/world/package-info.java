/// The simulated world: a clock, randomness from a seed, and a disk that forgets what was not
/// synced. One thread, no surprises: the same seed gives the same trace, byte for byte.
@NullMarked
package io.tidepost.sim.world;

import org.jspecify.annotations.NullMarked;
