package io.tidepost.broker.option;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tidepost.base.option.InvalidOptionException;
import io.tidepost.base.option.Option;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a subscription to client metrics can say (KIP-714). Patterns take linear time (RE2/J),
/// since they are held against what clients call themselves.
final class ClientMetricsRules {

  private static final String BOUNDS = "between 100 and 3600000 (1 hour)";
  private static final Set<String> MATCHES =
      Set.of(
          "client_instance_id",
          "client_id",
          "client_software_name",
          "client_software_version",
          "client_source_address",
          "client_source_port");

  private ClientMetricsRules() {}

  /// Whether the request is wrong in itself, which is another error than a wrong value.
  static boolean isInvalidRequest(InvalidOptionException complaint) {
    return ClientMetricsOptions.ALL.find(complaint.name()) == null
        || complaint.getMessage() != null && complaint.getMessage().endsWith(BOUNDS);
  }

  /// Complains about the first thing that is wrong.
  ///
  /// @throws InvalidOptionException with Kafka's message
  static void check(Map<String, String> proposed) {
    proposed.forEach((name, value) -> {
      Option<?> option = ClientMetricsOptions.ALL.find(name);
      if (option == null) {
        throw InvalidOptionException.of(name, "Unknown client metrics configuration: " + name);
      }
      Object parsed = option.parse(value);
      if (option == ClientMetricsOptions.INTERVAL_MS) {
        checkInterval((Integer) parsed);
      } else if (name.equals("match")) {
        List.of(value.split(",")).forEach(ClientMetricsRules::checkMatch);
      }
    });
  }

  private static void checkInterval(int interval) {
    if (interval < 100 || interval > 3_600_000) {
      throw InvalidOptionException.of(
          "interval.ms",
          "Invalid value " + interval + " for interval.ms, interval must be " + BOUNDS);
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
