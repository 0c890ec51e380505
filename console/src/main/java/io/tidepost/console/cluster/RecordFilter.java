package io.tidepost.console.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.Predicate;

/// Which records somebody looks for. Conditions are joined by "and".
///
/// @param text that key, value or a header holds, whatever the case; empty for any
/// @param key that the key is; empty for any
/// @param condition on a JSON value, such as `$.order.total > 100`; empty for none
public record RecordFilter(String text, String key, String condition) {

  private static final String[] COMPARISONS = {"!=", ">=", "<=", "=", ">", "<", "~"};

  /// Whether everything is let through.
  public boolean empty() {
    return text.isEmpty() && key.isEmpty() && condition.isEmpty();
  }

  /// To be asked for each record.
  ///
  /// @throws ConsoleFailure when the condition is none; the message says why
  public Predicate<ShownRecord> test() {
    String wanted = text.toLowerCase(Locale.ROOT);
    Predicate<JsonNode> json = condition.isEmpty() ? value -> true : condition(condition);
    return shown -> {
      if (!key.isEmpty() && !key.equals(shown.key().text())) {
        return false;
      }
      if (!wanted.isEmpty() && !holds(shown, wanted)) {
        return false;
      }
      if (condition.isEmpty()) {
        return true;
      }
      JsonNode value = shown.value().json();
      return value != null && json.test(value);
    };
  }

  private static boolean holds(ShownRecord shown, String wanted) {
    return shown.key().text().toLowerCase(Locale.ROOT).contains(wanted)
        || shown.value().text().toLowerCase(Locale.ROOT).contains(wanted)
        || shown.headers().stream()
            .anyMatch(header ->
                (header.name() + "=" + header.value().text())
                    .toLowerCase(Locale.ROOT)
                    .contains(wanted));
  }

  private static Predicate<JsonNode> condition(String condition) {
    for (int at = 0; at < condition.length(); at++) {
      for (String comparison : COMPARISONS) {
        if (condition.startsWith(comparison, at)) {
          JsonPath path = JsonPath.parse(condition.substring(0, at));
          String right = unquoted(condition.substring(at + comparison.length()).strip());
          return value -> compare(path.find(value), comparison, right);
        }
      }
    }
    JsonPath path = JsonPath.parse(condition);
    return value -> !path.find(value).isMissingNode();
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() >= 2
            && (text.startsWith("\"") && text.endsWith("\"")
                || text.startsWith("'") && text.endsWith("'"));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static boolean compare(JsonNode found, String comparison, String right) {
    if (found.isMissingNode()) {
      return false;
    }
    String left = found.isValueNode() ? found.asText() : found.toString();
    int order;
    try {
      order = new BigDecimal(left).compareTo(new BigDecimal(right));
    } catch (NumberFormatException e) {
      order = left.compareTo(right);
    }
    return switch (comparison) {
      case "=" -> order == 0;
      case "!=" -> order != 0;
      case ">" -> order > 0;
      case "<" -> order < 0;
      case ">=" -> order >= 0;
      case "<=" -> order <= 0;
      default -> left.toLowerCase(Locale.ROOT).contains(right.toLowerCase(Locale.ROOT));
    };
  }
}
