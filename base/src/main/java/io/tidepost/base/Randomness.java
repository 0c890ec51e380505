package io.tidepost.base;

/// Where random choices come from: the machine's entropy in production, a seed in the simulator.
/// Not thread-safe unless an implementation says so.
public interface Randomness {

  /// Sixty-four uniformly distributed bits.
  long nextLong();

  /// A uniformly distributed number in `[0, bound)`.
  ///
  /// @param bound exclusive upper bound, at least 1
  int nextInt(int bound);
}
