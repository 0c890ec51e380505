package io.tidepost.base.option;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a value must satisfy beyond its type. Messages are Kafka's.
public sealed interface Check {

  /// Complains when `value` is not allowed.
  ///
  /// @param value a value of the option's type
  /// @throws InvalidOptionException with Kafka's message
  void check(String name, Object value);

  /// The allowed values in words, for the reference page; empty when everything goes.
  String human();

  /// Everything of the type is allowed.
  record Anything() implements Check {
    @Override
    public void check(String name, Object value) {}

    @Override
    public String human() {
      return "";
    }
  }

  /// No bounds.
  Check ANYTHING = new Anything();

  /// A number between bounds; a `null` bound is open.
  record Between(@Nullable Number least, @Nullable Number most) implements Check {
    @Override
    public void check(String name, Object value) {
      double number = ((Number) value).doubleValue();
      if (least != null && number < least.doubleValue()) {
        throw new InvalidOptionException(name, value, "Value must be at least " + least);
      }
      if (most != null && number > most.doubleValue()) {
        throw new InvalidOptionException(name, value, "Value must be no more than " + most);
      }
    }

    @Override
    public String human() {
      if (least == null) {
        return "at most " + most;
      }
      return most == null ? "at least " + least : least + " to " + most;
    }
  }

  /// One of some texts.
  record OneOf(List<String> allowed) implements Check {
    @Override
    public void check(String name, Object value) {
      if (!allowed.contains(value)) {
        throw new InvalidOptionException(
            name, value, "String must be one of: " + String.join(", ", allowed));
      }
    }

    @Override
    public String human() {
      return String.join(", ", allowed);
    }
  }

  /// One of some texts, upper or lower case.
  record OneOfAnyCase(List<String> allowed) implements Check {
    @Override
    public void check(String name, Object value) {
      String upper = ((String) value).toUpperCase(Locale.ROOT);
      for (String each : allowed) {
        if (each.toUpperCase(Locale.ROOT).equals(upper)) {
          return;
        }
      }
      throw new InvalidOptionException(
          name, value, "String must be one of (case insensitive): " + String.join(", ", allowed));
    }

    @Override
    public String human() {
      return String.join(", ", allowed) + " (any case)";
    }
  }

  /// A list whose elements are not empty.
  ///
  /// @param allowed the allowed elements; empty means any
  /// @param emptyAllowed whether the list itself may be empty
  record Elements(List<String> allowed, boolean emptyAllowed) implements Check {
    @Override
    public void check(String name, Object value) {
      Collection<?> elements = (Collection<?>) value;
      if (!emptyAllowed && elements.isEmpty()) {
        throw InvalidOptionException.of(
            name,
            "Configuration '"
                + name
                + "' must not be empty."
                + " Valid values include: "
                + (allowed.isEmpty() ? "any non-empty value" : allowed));
      }
      for (Object element : elements) {
        if (element.equals("")) {
          throw InvalidOptionException.of(
              name, "Configuration '" + name + "' values must not be empty.");
        }
        if (!allowed.isEmpty() && !allowed.contains(element)) {
          throw new InvalidOptionException(
              name, element, "String must be one of: " + String.join(", ", allowed));
        }
      }
    }

    @Override
    public String human() {
      return allowed.isEmpty() ? "" : "any of " + String.join(", ", allowed);
    }
  }

  /// Text that is not empty.
  record NotEmpty() implements Check {
    @Override
    public void check(String name, Object value) {
      if (((String) value).isEmpty()) {
        throw new InvalidOptionException(name, value, "String must be non-empty");
      }
    }

    @Override
    public String human() {
      return "not empty";
    }
  }

  /// A level of gzip: 1 to 9, or -1 for the library's default.
  record GzipLevel() implements Check {
    @Override
    public void check(String name, Object value) {
      int level = (Integer) value;
      if (level != -1 && (level < 1 || level > 9)) {
        throw new InvalidOptionException(
            name, value, "Value must be between 1 and 9 or equal to -1");
      }
    }

    @Override
    public String human() {
      return "1 to 9, or -1";
    }
  }

  /// `*` or a list of `partition:broker`.
  record ThrottledReplicas() implements Check {
    @Override
    public void check(String name, Object value) {
      List<?> replicas = (List<?>) value;
      if (replicas.equals(List.of("*"))) {
        return;
      }
      for (Object replica : replicas) {
        if (!isReplica(String.valueOf(replica))) {
          throw new InvalidOptionException(
              name,
              value,
              name
                  + " must be the literal '*' or a list of replicas in the following format:"
                  + " [partitionId]:[brokerId],[partitionId]:[brokerId],...");
        }
      }
    }

    private static boolean isReplica(String text) {
      int colon = text.indexOf(':');
      return colon > 0 && isNumber(text, 0, colon) && isNumber(text, colon + 1, text.length());
    }

    private static boolean isNumber(String text, int from, int to) {
      for (int i = from; i < to; i++) {
        if (text.charAt(i) < '0' || text.charAt(i) > '9') {
          return false;
        }
      }
      return to > from;
    }

    @Override
    public String human() {
      return "* or partition:broker,…";
    }
  }

  /// `latest`, `earliest` or `by_duration:` and an ISO 8601 duration (KIP-1106).
  record OffsetReset() implements Check {
    @Override
    public void check(String name, Object value) {
      String text = (String) value;
      if (text.equals("latest") || text.equals("earliest") || isByDuration(text)) {
        return;
      }
      throw new InvalidOptionException(
          name,
          value,
          "Invalid value `"
              + value
              + "` for configuration "
              + name
              + ". The value must be either 'earliest', 'latest' or of the format"
              + " 'by_duration:<PnDTnHnMn.nS>'.");
    }

    private static boolean isByDuration(String text) {
      if (!text.startsWith("by_duration:")) {
        return false;
      }
      try {
        return !java.time.Duration.parse(text.substring("by_duration:".length())).isNegative();
      } catch (java.time.format.DateTimeParseException e) {
        return false;
      }
    }

    @Override
    public String human() {
      return "latest, earliest, by_duration:PnDTnHnMn.nS";
    }
  }
}
