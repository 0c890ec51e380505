package io.tidepost.registry.compatibility;

import org.jspecify.annotations.Nullable;

/// What a new version of a subject owes to the ones before it.
public enum CompatibilityLevel {
  NONE(false, false, false),
  /// Readers with the new schema read data of the latest version.
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  /// Readers with the latest version read data of the new schema.
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean backward;
  private final boolean forward;
  private final boolean transitive;

  CompatibilityLevel(boolean backward, boolean forward, boolean transitive) {
    this.backward = backward;
    this.forward = forward;
    this.transitive = transitive;
  }

  /// Whether the new schema has to read old data.
  public boolean backward() {
    return backward;
  }

  /// Whether old schemas have to read new data.
  public boolean forward() {
    return forward;
  }

  /// Whether that holds for all versions, not only for the latest.
  public boolean transitive() {
    return transitive;
  }

  /// The level by its name, in any case.
  ///
  /// @return `null` when there is no such level
  public static @Nullable CompatibilityLevel of(String name) {
    for (CompatibilityLevel level : values()) {
      if (level.name().equalsIgnoreCase(name)) {
        return level;
      }
    }
    return null;
  }
}
