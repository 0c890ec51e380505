package io.tidepost.console.web;

import io.tidepost.console.cluster.ConsoleFailure;
import java.util.HashMap;
import java.util.Map;

/// Client settings of somebody with a name and a password.
final class Credentials {

  private Credentials() {}

  static Map<String, Object> of(
      Map<String, Object> clients, String mechanism, String user, String password) {
    String module =
        mechanism.startsWith("SCRAM")
            ? "org.apache.kafka.common.security.scram.ScramLoginModule"
            : "org.apache.kafka.common.security.plain.PlainLoginModule";
    Map<String, Object> settings = new HashMap<>(clients);
    settings.put("sasl.mechanism", mechanism);
    settings.put(
        "sasl.jaas.config",
        module + " required username=" + quoted(user) + " password=" + quoted(password) + ";");
    return settings;
  }

  /// As the parser of JAAS settings reads it back.
  private static String quoted(String text) {
    if (text.chars().anyMatch(c -> c < ' ')) {
      throw new ConsoleFailure(401, "A name or a password has no control characters.");
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
