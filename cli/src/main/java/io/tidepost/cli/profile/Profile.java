package io.tidepost.cli.profile;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A cluster by name. Values may hold references to secrets, see [References].
///
/// @param bootstrap `HOST:PORT[,...]`
/// @param registry address of its schema registry
/// @param registryUser `USER:PASSWORD` for it
/// @param registryToken a bearer token for it
/// @param registryCa a file of certificates (PEM) to trust there
/// @param properties for clients, such as `security.protocol`
public record Profile(
    String bootstrap,
    @Nullable String registry,
    @Nullable String registryUser,
    @Nullable String registryToken,
    @Nullable String registryCa,
    Map<String, String> properties) {

  /// As it is written.
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("bootstrap", bootstrap);
    if (registry != null) {
      tree.put("registry", registry);
    }
    if (registryUser != null) {
      tree.put("registry-user", registryUser);
    }
    if (registryToken != null) {
      tree.put("registry-token", registryToken);
    }
    if (registryCa != null) {
      tree.put("registry-ca", registryCa);
    }
    if (!properties.isEmpty()) {
      tree.put("properties", properties);
    }
    return tree;
  }

  /// How to ask the registry, by the names that Confluent's clients have for it; they may be among
  /// the properties as well.
  Map<String, String> registrySettings() {
    Map<String, String> settings = new LinkedHashMap<>();
    properties.forEach((key, value) -> {
      if (key.matches("(schema\\.registry|basic\\.auth|bearer\\.auth)\\..+")) {
        settings.put(key, value);
      }
    });
    settings.remove("schema.registry.url");
    if ("SASL_INHERIT".equals(settings.get("basic.auth.credentials.source"))) {
      settings.put("sasl.jaas.config", properties.getOrDefault("sasl.jaas.config", ""));
    }
    if (registryUser != null) {
      settings.put("basic.auth.user.info", registryUser);
    }
    if (registryToken != null) {
      settings.put("bearer.auth.token", registryToken);
    }
    if (registryCa != null) {
      settings.put("schema.registry.ssl.truststore.type", "PEM");
      settings.put("schema.registry.ssl.truststore.location", registryCa);
    }
    return settings;
  }
}
