package io.tidepost.broker.option;

import java.util.HashMap;
import java.util.Map;

/// Reads `max.connections.per.ip.overrides`.
public final class ConnectionLimits {

  private ConnectionLimits() {}

  /// Bounds by address or host name, from `address:number,…`.
  ///
  /// @throws IllegalArgumentException naming the entry that is wrong
  public static Map<String, Integer> overrides(String text) {
    Map<String, Integer> limits = new HashMap<>();
    for (String entry : text.split(",")) {
      if (entry.isBlank()) {
        continue;
      }
      int colon = entry.lastIndexOf(':');
      try {
        int limit = Integer.parseInt(entry.substring(colon + 1).trim());
        if (colon > 0 && limit >= 0) {
          limits.put(entry.substring(0, colon).trim(), limit);
          continue;
        }
      } catch (NumberFormatException e) {
        // complained about below, together with the other mistakes
      }
      throw new IllegalArgumentException(
          "'" + entry.trim() + "' is not address:number with a number of 0 or more");
    }
    return limits;
  }
}
