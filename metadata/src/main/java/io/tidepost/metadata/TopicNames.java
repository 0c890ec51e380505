package io.tidepost.metadata;

import org.jspecify.annotations.Nullable;

/// Kafka's rules for topic names. Metric names replace `.` by `_`, so two topics whose names differ
/// only there collide.
public final class TopicNames {

  /// Longest allowed name, in characters.
  public static final int LENGTH_MAX = 249;

  private TopicNames() {}

  /// Why `name` cannot be a topic's name, in Kafka's words, or `null` when it can.
  public static @Nullable String whyInvalid(String name) {
    if (name.isEmpty()) {
      return "Topic name is invalid: the empty string is not allowed";
    }
    if (name.equals(".")) {
      return "Topic name is invalid: '.' is not allowed";
    }
    if (name.equals("..")) {
      return "Topic name is invalid: '..' is not allowed";
    }
    if (name.length() > LENGTH_MAX) {
      return "Topic name is invalid: the length of '"
          + name
          + "' is longer than the max allowed length "
          + LENGTH_MAX;
    }
    for (int i = 0; i < name.length(); i++) {
      if (!isAllowed(name.charAt(i))) {
        return "Topic name is invalid: '"
            + name
            + "' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'";
      }
    }
    return null;
  }

  /// Whether the name contains a character that metric names change.
  public static boolean canCollide(String name) {
    return name.indexOf('.') >= 0 || name.indexOf('_') >= 0;
  }

  /// The form in which colliding names are equal.
  public static String collisionForm(String name) {
    return name.replace('.', '_');
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
