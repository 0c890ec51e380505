package io.tidepost.sim.world;

/// How much of what was not synced is still there after a power loss.
public enum Survival {
  /// Nothing: exactly what was synced.
  NOTHING(0),
  /// Little of it.
  LITTLE(15),
  /// Half of it, in any order.
  HALF(50),
  /// Most of it.
  MOST(90),
  /// All of it.
  EVERYTHING(100);

  private final int percent;

  Survival(int percent) {
    this.percent = percent;
  }

  boolean keeps(SeededRandomness random) {
    return random.chance(percent);
  }

  /// One of them.
  public static Survival any(SeededRandomness random) {
    return values()[random.nextInt(values().length)];
  }
}
