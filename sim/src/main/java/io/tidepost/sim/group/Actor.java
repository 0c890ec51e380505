package io.tidepost.sim.group;

/// Somebody who is in a group.
interface Actor {

  /// Does the next thing, if it is not waiting for an answer.
  void step();

  /// The node is gone, and with it all answers.
  void disconnected();

  /// Whether it has nothing left to do.
  boolean isSettled();
}
