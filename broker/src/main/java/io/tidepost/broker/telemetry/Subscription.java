package io.tidepost.broker.telemetry;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an operator wants to know of some clients.
///
/// @param metrics beginnings of the metrics' names; `*` is all
/// @param intervalMillis how often they push
/// @param matches patterns by what they are held against; all must match
record Subscription(List<String> metrics, int intervalMillis, Map<String, Pattern> matches) {

  static final int INTERVAL_MILLIS_DEFAULT = 300_000;
  static final String ALL_METRICS = "*";

  /// Of the options of a `client-metrics` resource, which were checked when they were set.
  static Subscription of(Map<String, String> configs) {
    String interval = configs.get("interval.ms");
    Map<String, Pattern> matches = new HashMap<>();
    for (String match : list(configs.getOrDefault("match", ""))) {
      int equals = match.indexOf('=');
      matches.put(match.substring(0, equals).trim(), pattern(match.substring(equals + 1).trim()));
    }
    return new Subscription(
        list(configs.getOrDefault("metrics", "")),
        interval == null ? INTERVAL_MILLIS_DEFAULT : Integer.parseInt(interval.trim()),
        matches);
  }

  /// A pattern that a cluster from before may hold and that takes more than linear time matches
  /// nobody.
  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      return Pattern.compile("\\b\\B");
    }
  }

  private static List<String> list(String text) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split(",")) {
      if (!part.isBlank()) {
        parts.add(part.trim());
      }
    }
    return parts;
  }

  boolean matches(ClientIdentity client) {
    Map<String, String> attributes = client.attributes();
    return matches.entrySet().stream()
        .allMatch(entry -> entry.getValue().matches(attributes.getOrDefault(entry.getKey(), "")));
  }
}
