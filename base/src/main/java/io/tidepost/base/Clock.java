package io.tidepost.base;

/// What time it is. Shells own a clock and hand its readings to the cores as `nowMillis`; a core
/// never holds one. Implementations may be called from any thread.
public interface Clock {

  /// Wall-clock time in milliseconds since 1970-01-01T00:00Z. It may jump in both directions.
  long wallMillis();

  /// Monotonic time in nanoseconds from an arbitrary origin; only differences mean something.
  long monotonicNanos();
}
