package io.tidepost.sim.world;

/// The process ends here: thrown by the disk in the middle of an operation that was chosen for a
/// crash. Nothing may catch it but the simulation itself.
public final class SimulatedCrash extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SimulatedCrash(String operation) {
    super("crash during " + operation, null, false, false);
  }
}
