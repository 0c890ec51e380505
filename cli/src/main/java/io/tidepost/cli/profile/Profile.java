package io.tidepost.cli.profile;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A cluster by name. Values may hold references to secrets, see [References].
///
/// @param bootstrap `HOST:PORT[,...]`
/// @param registry address of its schema registry
/// @param registryUser `USER:PASSWORD` for it
/// @param properties for clients, such as `security.protocol`
public record Profile(
    String bootstrap,
    @Nullable String registry,
    @Nullable String registryUser,
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
    if (!properties.isEmpty()) {
      tree.put("properties", properties);
    }
    return tree;
  }
}
