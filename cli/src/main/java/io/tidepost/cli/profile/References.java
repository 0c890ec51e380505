package io.tidepost.cli.profile;

import io.tidepost.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Secrets are named, not written: `${env:NAME}` stands for a variable of the environment,
/// `${file:PATH}` for what is in a file, without the line feed at its end; `~` is the home folder.
final class References {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");
  private static final Pattern JAAS_PASSWORD = Pattern.compile("(?i)password\\s*=\\s*\"([^\"]*)\"");
  private static final String JAAS = "sasl.jaas.config";
  private static final List<String> SECRETS = List.of("password", "secret", "token");

  private References() {}

  /// The value with what its references stand for.
  ///
  /// @param key in a JAAS line, what is put between quotes is escaped
  /// @throws Failure when there is no such variable or file; it names both the key and the
  ///   reference
  static String resolve(String key, String value, Map<String, String> environment) {
    return REFERENCE
        .matcher(value)
        .replaceAll(found -> {
          String secret =
              found.group(1).equals("env")
                  ? variable(key, found.group(2), environment)
                  : file(key, found.group(2), environment);
          return Matcher.quoteReplacement(
              key.equals(JAAS) ? secret.replace("\\", "\\\\").replace("\"", "\\\"") : secret);
        });
  }

  private static String variable(String key, String name, Map<String, String> environment) {
    String value = environment.get(name);
    if (value == null) {
      throw new Failure(key + " needs the environment's " + name + ", which is not set");
    }
    return value;
  }

  private static String file(String key, String name, Map<String, String> environment) {
    Path path =
        name.startsWith("~/")
            ? Path.of(environment.getOrDefault("HOME", "."), name.substring(2))
            : Path.of(name);
    try {
      return Files.readString(path).replaceFirst("\\R$", "");
    } catch (IOException e) {
      throw new Failure(key + " needs the file " + path + ", which cannot be read", e);
    }
  }

  /// Whether a value has a secret in it that is no reference.
  static boolean isPlainSecret(String key, String value) {
    if (key.equals(JAAS)) {
      return JAAS_PASSWORD
          .matcher(value)
          .results()
          .anyMatch(found -> !REFERENCE.matcher(found.group(1)).matches());
    }
    String lower = key.toLowerCase(Locale.ROOT);
    if (lower.endsWith("user.info")) {
      int password = value.indexOf(':') + 1;
      return password > 0 && !REFERENCE.matcher(value.substring(password)).matches();
    }
    return SECRETS.stream().anyMatch(lower::endsWith) && !REFERENCE.matcher(value).matches();
  }

  /// As it is shown: a secret that is no reference is not.
  static String shown(String key, String value) {
    if (!isPlainSecret(key, value)) {
      return value;
    }
    return key.equals(JAAS)
        ? JAAS_PASSWORD.matcher(value).replaceAll("password=\"(hidden)\"")
        : "(hidden)";
  }
}
