package io.tidepost.coordinator.group;

import io.tidepost.base.Randomness;
import java.util.Random;

/// Randomness from a seed.
public final class SeededRandomness implements Randomness {

  private final Random random;

  public SeededRandomness(long seed) {
    random = new Random(seed);
  }

  @Override
  public long nextLong() {
    return random.nextLong();
  }

  @Override
  public int nextInt(int bound) {
    return random.nextInt(bound);
  }
}
