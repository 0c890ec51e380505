package io.tidepost.broker.security;

import io.tidepost.base.option.Secret;
import io.tidepost.broker.security.scram.ScramCredential;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.controller.AlterScramCredentials;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Users that a new cluster starts with, so that a listener which wants everybody to log in lets
/// its first administrator in (KIP-900). They are among the first records of the metadata: no
/// client can come before them.
///
/// @param users in the order in which they were named
public record FirstUsers(List<User> users) {

  /// @param iterations rounds of hashing
  record User(ScramHash hash, String name, String password, int iterations) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Pattern ENTRY =
      Pattern.compile("\\s*([A-Z0-9-]+)=\\[([^\\[\\]]*)\\]\\s*(?:;|$)");
  private static final Pattern SETTING =
      Pattern.compile("\\s*([a-z]+)=(?:\"([^\"]*)\"|([^,\"]*))\\s*(?:,|$)");

  /// Reads `SCRAM-SHA-256=[name=NAME,password=PASSWORD,iterations=4096];…`; values may stand in
  /// quotes.
  ///
  /// @throws SecurityConfigException when it is malformed; it never quotes the text
  static FirstUsers parse(String text) throws SecurityConfigException {
    List<User> users = new ArrayList<>();
    Matcher entry = ENTRY.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!entry.find(at) || entry.start() != at) {
        throw malformed("expected SCRAM-SHA-256=[name=…,password=…]");
      }
      users.add(user(entry.group(1), entry.group(2)));
      at = entry.end();
    }
    return new FirstUsers(List.copyOf(users));
  }

  /// As [#parse], none for `null`.
  public static FirstUsers of(@Nullable Secret secret) throws SecurityConfigException {
    return secret == null ? new FirstUsers(List.of()) : parse(secret.reveal());
  }

  private static User user(String mechanism, String settings) throws SecurityConfigException {
    ScramHash hash = ScramHash.of(mechanism);
    if (hash == null) {
      throw malformed("the mechanism " + mechanism + " is neither SCRAM-SHA-256 nor -512");
    }
    String name = "";
    String password = "";
    int iterations = AlterScramCredentials.ITERATIONS_MIN;
    Matcher setting = SETTING.matcher(settings);
    int at = 0;
    while (at < settings.length()) {
      if (!setting.find(at) || setting.start() != at) {
        throw malformed("expected name=value, separated by commas");
      }
      String quoted = setting.group(2);
      String value = quoted == null ? setting.group(3).strip() : quoted;
      switch (setting.group(1)) {
        case "name" -> name = value;
        case "password" -> password = value;
        case "iterations" -> iterations = iterations(value);
        default -> throw malformed("nobody knows the setting " + setting.group(1));
      }
      at = setting.end();
    }
    if (name.isEmpty() || password.isEmpty()) {
      throw malformed("a user needs a name and a password");
    }
    return new User(hash, name, password, iterations);
  }

  private static int iterations(String text) throws SecurityConfigException {
    try {
      int number = Integer.parseInt(text);
      if (number >= AlterScramCredentials.ITERATIONS_MIN
          && number <= AlterScramCredentials.ITERATIONS_MAX) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, like a number out of bounds
    }
    throw malformed(
        "iterations lie between "
            + AlterScramCredentials.ITERATIONS_MIN
            + " and "
            + AlterScramCredentials.ITERATIONS_MAX);
  }

  private static SecurityConfigException malformed(String what) {
    return new SecurityConfigException("tidepost.bootstrap.scram (--add-scram): " + what);
  }

  /// The records that make them. Hashes passwords: takes milliseconds each.
  public List<MetadataRecord> records() {
    return users.stream()
        .map(user ->
            MetadataRecord.of(
                ScramCredential.of(user.hash, user.password, user.iterations)
                    .record(user.name, user.hash)))
        .toList();
  }
}
