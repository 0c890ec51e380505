package io.tidepost.base.world;

import io.tidepost.base.Randomness;
import java.util.concurrent.ThreadLocalRandom;

/// Randomness of the running thread; safe from any thread.
public final class SystemRandomness implements Randomness {

  /// The one instance.
  public static final SystemRandomness INSTANCE = new SystemRandomness();

  private SystemRandomness() {}

  @Override
  public long nextLong() {
    return ThreadLocalRandom.current().nextLong();
  }

  @Override
  public int nextInt(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }
}
