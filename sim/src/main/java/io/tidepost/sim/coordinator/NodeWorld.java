package io.tidepost.sim.coordinator;

import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.SimulatedClock;
import io.tidepost.sim.world.Trace;

/// What stays when a node dies.
public interface NodeWorld {

  SeededRandomness random();

  Trace trace();

  SimulatedClock clock();

  /// A producer id that no life of the node has given away.
  long nextProducerId();
}
