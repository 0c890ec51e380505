package io.tidepost.sim.log;

/// A promise was broken. The seed in the message repeats it.
public final class SimulationFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SimulationFailure(String message) {
    super(message);
  }

  SimulationFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
