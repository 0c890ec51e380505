package io.tidepost.coordinator.group.assignor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The assignors there are.
public final class Assignors {

  private static final List<Assignor> ALL = List.of(new UniformAssignor(), new RangeAssignor());

  private Assignors() {}

  /// The assignor of that name, `null` when there is none.
  public static @Nullable Assignor find(String name) {
    for (Assignor assignor : ALL) {
      if (assignor.name().equals(name)) {
        return assignor;
      }
    }
    return null;
  }
}
