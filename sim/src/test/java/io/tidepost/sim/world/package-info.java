/// Tests of the simulation itself, and the simulation as a test.
@NullMarked
package io.tidepost.sim.world;

import org.jspecify.annotations.NullMarked;
