package io.tidepost.sim.world;

import io.tidepost.base.Randomness;

/// Randomness that a seed determines (SplitMix64, whose sequence does not depend on the JDK).
public final class SeededRandomness implements Randomness {

  private long state;

  public SeededRandomness(long seed) {
    state = seed * 0x9e3779b97f4a7c15L + 0x1234567L;
  }

  /// The seed of the `number`th of many runs. Seeds that follow each other make the same numbers,
  /// one draw later, and lives that are alike; these lie far apart.
  public static long seed(long number) {
    return mix(number * 0x9e3779b97f4a7c15L);
  }

  @Override
  public long nextLong() {
    state += 0x9e3779b97f4a7c15L;
    return mix(state);
  }

  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  @Override
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound " + bound);
    }
    return (int) ((nextLong() >>> 33) * bound >>> 31);
  }

  /// A number in `[from, to)`.
  public int between(int from, int to) {
    return from + nextInt(to - from);
  }

  /// True in `percent` of a hundred cases.
  public boolean chance(int percent) {
    return nextInt(100) < percent;
  }

  /// A generator of its own, so that one part of a simulation can change without disturbing
  /// another.
  public SeededRandomness split() {
    return new SeededRandomness(nextLong());
  }
}
