package io.tidepost.broker.option;

import io.tidepost.base.option.InvalidOptionException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What a subscription to client metrics can say (KIP-714). It is kept and shown, as in Kafka
/// without a receiver of metrics.
final class ClientMetricsRules {

  private static final Set<String> NAMES = Set.of("interval.ms", "metrics", "match");
  private static final Set<String> MATCHES =
      Set.of(
          "client_instance_id",
          "client_id",
          "client_software_name",
          "client_software_version",
          "client_source_address",
          "client_source_port");

  private ClientMetricsRules() {}

  static boolean isList(String option) {
    return option.equals("metrics") || option.equals("match");
  }

  /// Whether the complaint is about a name, which is another error than one about a value.
  static boolean isUnknownName(InvalidOptionException complaint) {
    return !NAMES.contains(complaint.name());
  }

  /// Complains about the first thing that is wrong.
  ///
  /// @throws InvalidOptionException with Kafka's message
  static void check(Map<String, String> proposed) {
    proposed.forEach((name, value) -> {
      switch (name) {
        case "interval.ms" -> checkInterval(value);
        case "match" -> List.of(value.split(",")).forEach(ClientMetricsRules::checkMatch);
        case "metrics" -> {}
        default ->
            throw InvalidOptionException.of(name, "Unknown client metrics configuration: " + name);
      }
    });
  }

  private static void checkInterval(String value) {
    int interval;
    try {
      interval = Integer.parseInt(value.trim());
    } catch (NumberFormatException e) {
      throw new InvalidOptionException("interval.ms", value, "Not a number of type INT");
    }
    if (interval < 100 || interval > 3_600_000) {
      throw InvalidOptionException.of(
          "interval.ms",
          "Invalid value "
              + interval
              + " for interval.ms, interval must be between 100 and 3600000 (1 hour)");
    }
  }

  private static void checkMatch(String match) {
    if (match.isBlank()) {
      return;
    }
    int equals = match.indexOf('=');
    boolean legal = equals > 0 && MATCHES.contains(match.substring(0, equals).trim());
    if (legal) {
      try {
        var unused = Pattern.compile(match.substring(equals + 1).trim());
      } catch (PatternSyntaxException e) {
        legal = false;
      }
    }
    if (!legal) {
      throw InvalidOptionException.of("match", "Illegal client matching pattern: " + match);
    }
  }
}
