package io.tidepost.sim.world;

import io.tidepost.base.Clock;

/// A clock that moves when it is told to.
public final class SimulatedClock implements Clock {

  private long wallMillis;
  private long monotonicNanos;

  /// @param wallMillis milliseconds since 1970-01-01T00:00Z to start at
  public SimulatedClock(long wallMillis) {
    this.wallMillis = wallMillis;
  }

  @Override
  public long wallMillis() {
    return wallMillis;
  }

  @Override
  public long monotonicNanos() {
    return monotonicNanos;
  }

  /// Lets time pass.
  public void advance(long millis) {
    wallMillis += millis;
    monotonicNanos += millis * 1_000_000;
  }

  /// Sets the wall clock forward or back; monotonic time takes no notice.
  public void jump(long millis) {
    wallMillis += millis;
  }
}
