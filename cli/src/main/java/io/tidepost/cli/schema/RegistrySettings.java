package io.tidepost.cli.schema;

import io.tidepost.cli.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How to reach a registry, by the names that Confluent's clients have for it: put together from
/// several places, of which the later ones win. Who says how to log in takes back what others said
/// about it.
final class RegistrySettings {

  static final String URL = "schema.registry.url";
  static final String USER_INFO = "basic.auth.user.info";
  static final String TOKEN = "bearer.auth.token";

  private static final String BASIC_SOURCE = "basic.auth.credentials.source";
  private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  private static final String SSL = "schema.registry.ssl.";
  private static final Pattern JAAS =
      Pattern.compile("(username|password)\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Map<String, String> all = new TreeMap<>();

  /// Takes over what concerns a registry.
  void add(Map<String, ?> more) {
    Map<String, String> found = new HashMap<>();
    more.forEach((key, value) -> {
      String name = key.replaceFirst("^schema\\.registry\\.(?=(basic|bearer)\\.auth\\.)", "");
      if (isOurs(name)) {
        found.put(name, String.valueOf(value));
      }
    });
    boolean login = found.keySet().stream().anyMatch(RegistrySettings::isLogin);
    if (login) {
      all.keySet().removeIf(RegistrySettings::isLogin);
    }
    if (found.keySet().stream().anyMatch(name -> name.startsWith(SSL + "truststore."))) {
      all.keySet().removeIf(name -> name.startsWith(SSL + "truststore."));
    }
    all.putAll(found);
    Object jaas = more.get("sasl.jaas.config");
    if (jaas != null && "SASL_INHERIT".equals(found.get(BASIC_SOURCE))) {
      all.put(USER_INFO, inherited(String.valueOf(jaas)));
    }
  }

  private static boolean isOurs(String name) {
    return name.equals(URL) || isLogin(name) || name.startsWith(SSL);
  }

  private static boolean isLogin(String name) {
    return name.startsWith("basic.auth.") || name.startsWith("bearer.auth.");
  }

  private static String inherited(String jaas) {
    Map<String, String> words = new HashMap<>();
    Matcher matcher = JAAS.matcher(jaas);
    while (matcher.find()) {
      words.put(matcher.group(1), matcher.group(2).replaceAll("\\\\(.)", "$1"));
    }
    if (words.size() < 2) {
      throw new Failure(
          BASIC_SOURCE + "=SASL_INHERIT wants username and password in sasl.jaas.config");
    }
    return words.get("username") + ":" + words.get("password");
  }

  /// @param ca a file of certificates in PEM
  void trust(String ca) {
    add(Map.of(SSL + "truststore.type", "PEM", SSL + "truststore.location", ca));
  }

  @Nullable String get(String name) {
    return all.get(name);
  }

  /// The first address, without what it says about who asks.
  String url() {
    String bare = first().replaceFirst("(?<=//)[^/@]*@", "");
    return bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
  }

  private String first() {
    return all.getOrDefault(URL, "http://localhost:8081").split(",", 2)[0].strip();
  }

  /// The header that says who asks; `null` when nothing is said.
  @Nullable String authorization() {
    check(BEARER_SOURCE, "STATIC_TOKEN");
    String token = all.get(TOKEN);
    if (token != null) {
      return "Bearer " + token.strip();
    }
    check(BASIC_SOURCE, "USER_INFO", "URL", "SASL_INHERIT");
    String user = "URL".equals(all.get(BASIC_SOURCE)) ? null : all.get(USER_INFO);
    String basic = user == null ? userInUrl() : user;
    return basic == null || basic.isEmpty()
        ? null
        : "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable String userInUrl() {
    try {
      String info = URI.create(first()).getRawUserInfo();
      return info == null
          ? null
          : URLDecoder.decode(info.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void check(String name, String... known) {
    String value = all.getOrDefault(name, known[0]).toUpperCase(Locale.ROOT);
    for (String each : known) {
      if (each.equals(value)) {
        return;
      }
    }
    throw new Failure(
        "%s=%s is not for this command; possible: %s"
            .formatted(name, value, String.join(", ", known)));
  }

  /// Options of Kafka's for TLS; empty when nothing but the machine's own trust is wanted.
  Map<String, String> tls() {
    Map<String, String> found = new TreeMap<>();
    all.forEach((name, value) -> {
      if (name.startsWith(SSL)) {
        found.put(name.substring("schema.registry.".length()), value);
      }
    });
    return found;
  }

  /// What is in a file, without the line feed at its end.
  static String content(String option, Path file) {
    try {
      return Files.readString(file).replaceFirst("\\R$", "");
    } catch (IOException e) {
      throw new Failure(option + " names " + file + ", which cannot be read", e);
    }
  }
}
