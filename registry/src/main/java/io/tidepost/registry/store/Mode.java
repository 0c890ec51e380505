package io.tidepost.registry.store;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What may be done with a subject.
public enum Mode {
  READWRITE,
  READONLY,
  /// As [#READONLY], whatever subjects say; only for everything at once.
  READONLY_OVERRIDE,
  /// Schemas are registered with ids and versions that are given, unchecked.
  IMPORT,
  /// As [#READWRITE]; says that another registry writes here.
  FORWARD;

  /// @return `null` when there is no such mode
  public static @Nullable Mode of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (Mode mode : values()) {
      if (mode.name().equals(upper)) {
        return mode;
      }
    }
    return null;
  }
}
