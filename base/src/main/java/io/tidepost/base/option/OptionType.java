package io.tidepost.base.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The types of Kafka's configuration values, how their text is read, and their codes in
/// `DescribeConfigs`.
public enum OptionType {
  /// `true` or `false`, in any case.
  BOOLEAN(1, "true or false"),
  /// Any text.
  STRING(2, "text"),
  /// 32-bit whole number.
  INT(3, "a whole number"),
  /// 16-bit whole number.
  SHORT(4, "a whole number"),
  /// 64-bit whole number.
  LONG(5, "a whole number"),
  /// 64-bit floating-point number.
  DOUBLE(6, "a number"),
  /// Texts separated by commas; spaces around a comma do not count.
  LIST(7, "a list separated by commas"),
  /// Name of a class; nothing is loaded here.
  CLASS(8, "the name of a class"),
  /// A secret that is never shown.
  PASSWORD(9, "a secret");

  private final byte wireCode;
  private final String human;

  OptionType(int wireCode, String human) {
    this.wireCode = (byte) wireCode;
    this.human = human;
  }

  /// The type's number in `DescribeConfigs` from version 3 on.
  public byte wireCode() {
    return wireCode;
  }

  /// What a value of this type looks like, for a human.
  public String human() {
    return human;
  }

  /// Reads a value as Kafka does: surrounding spaces do not count.
  ///
  /// @throws InvalidOptionException with Kafka's message when `text` is no value of this type
  Object parse(String name, String text) {
    String trimmed = text.trim();
    return switch (this) {
      case BOOLEAN -> parseBoolean(name, text, trimmed);
      case STRING, CLASS -> trimmed;
      case PASSWORD -> new Secret(trimmed);
      case LIST -> split(trimmed);
      case INT, SHORT, LONG, DOUBLE -> parseNumber(name, text, trimmed);
    };
  }

  private static Boolean parseBoolean(String name, String text, String trimmed) {
    return switch (trimmed.toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default ->
          throw new InvalidOptionException(name, text, "Expected value to be either true or false");
    };
  }

  private Object parseNumber(String name, String text, String trimmed) {
    try {
      return switch (this) {
        case INT -> Integer.valueOf(trimmed);
        case SHORT -> Short.valueOf(trimmed);
        case LONG -> Long.valueOf(trimmed);
        case DOUBLE -> Double.valueOf(trimmed);
        default -> throw new IllegalStateException(this + " is no number");
      };
    } catch (NumberFormatException e) {
      throw new InvalidOptionException(name, text, "Not a number of type " + this);
    }
  }

  private static List<String> split(String trimmed) {
    if (trimmed.isEmpty()) {
      return List.of();
    }
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (true) {
      int comma = trimmed.indexOf(',', start);
      if (comma < 0) {
        parts.add(trimmed.substring(start).trim());
        return List.copyOf(parts);
      }
      parts.add(trimmed.substring(start, comma).trim());
      start = comma + 1;
    }
  }

  /// The text of a typed value, in the form in which `DescribeConfigs` shows it.
  static String format(Object value) {
    if (!(value instanceof List<?> list)) {
      return String.valueOf(value);
    }
    StringBuilder text = new StringBuilder();
    for (Object part : list) {
      if (text.length() > 0) {
        text.append(',');
      }
      text.append(part);
    }
    return text.toString();
  }
}
