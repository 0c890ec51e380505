/// One life of a node with coordinators on a simulated disk: leaders on logs, shards on some of
/// them, and everything that is still to be done in any order. Simulations of what coordinators
/// promise are built on it.
@NullMarked
package io.tidepost.sim.coordinator;

import org.jspecify.annotations.NullMarked;
