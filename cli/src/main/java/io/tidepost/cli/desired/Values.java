package io.tidepost.cli.desired;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;
import org.jspecify.annotations.Nullable;

/// Whether two texts are the same value of an option: `"2"` is 2, `1.50` is 1.5, `True` is true,
/// and the order of a list's parts does not count.
final class Values {

  private Values() {}

  static boolean same(ConfigType type, String one, @Nullable String other) {
    return other != null && plain(type, one).equals(plain(type, other));
  }

  private static String plain(ConfigType type, String text) {
    String value = text.strip();
    return switch (type) {
      case BOOLEAN -> value.toLowerCase(java.util.Locale.ROOT);
      case INT, SHORT, LONG, DOUBLE -> number(value);
      case LIST ->
          Arrays.stream(value.split(","))
              .map(String::strip)
              .filter(part -> !part.isEmpty())
              .collect(Collectors.toCollection(TreeSet::new))
              .toString();
      // A broker that is older says nothing of types.
      case UNKNOWN -> number(value);
      default -> value;
    };
  }

  private static String number(String value) {
    try {
      return new BigDecimal(value.replace("_", "")).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return value;
    }
  }
}
