package io.tidepost.bench;

import io.tidepost.compat.server.ApacheKafka;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.server.TidepostProcess;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A server with a name, a durability and the JVM options it comes with.
public enum Contestant {
  KAFKA("kafka"),
  TIDEPOST_OS("tidepost-os"),
  TIDEPOST_DISK("tidepost-disk");

  private final String label;

  Contestant(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  public static Contestant of(String label) {
    for (Contestant contestant : values()) {
      if (contestant.label.equals(label)) {
        return contestant;
      }
    }
    throw new IllegalArgumentException(
        "unknown server " + label + "; known: kafka, tidepost-os, tidepost-disk");
  }

  /// A server that is not started yet, with everything under `home`.
  ///
  /// @param more lines of its configuration
  public ServerUnderTest server(Path home, Map<String, String> more) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("num.partitions", "1");
    options.putAll(more);
    return switch (this) {
      case KAFKA -> new ApacheKafka(home, options, ApacheKafka.STANDARD_JVM);
      case TIDEPOST_OS -> tidepost(home, options, "os");
      case TIDEPOST_DISK -> tidepost(home, options, "disk");
    };
  }

  private static ServerUnderTest tidepost(
      Path home, Map<String, String> options, String durability) {
    options.put("tidepost.durability", durability);
    return new TidepostProcess(home, options);
  }
}
