package io.tidepost.base.world;

import io.tidepost.base.Clock;

/// The machine's clocks.
public final class SystemClock implements Clock {

  /// The one instance.
  public static final SystemClock INSTANCE = new SystemClock();

  private SystemClock() {}

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }
}
