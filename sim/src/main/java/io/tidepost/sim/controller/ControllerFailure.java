package io.tidepost.sim.controller;

/// A promise of the controller was broken. The seed in the message repeats it.
public final class ControllerFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ControllerFailure(String message) {
    super(message);
  }
}
