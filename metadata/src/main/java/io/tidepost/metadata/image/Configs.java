package io.tidepost.metadata.image;

import io.tidepost.base.PersistentMap;
import io.tidepost.metadata.ConfigResource;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The dynamic configurations of all resources, immutable. Only what was set explicitly is here;
/// defaults are added by whoever asks.
public final class Configs {

  /// Nothing configured.
  public static final Configs EMPTY = new Configs(PersistentMap.empty());

  private final PersistentMap<ConfigResource, Map<String, String>> byResource;

  private Configs(PersistentMap<ConfigResource, Map<String, String>> byResource) {
    this.byResource = byResource;
  }

  /// What is set on `resource`, by option name, sorted; empty when nothing is.
  public Map<String, String> of(ConfigResource resource) {
    Map<String, String> found = byResource.get(resource);
    return found == null ? Map.of() : found;
  }

  /// Number of resources on which something is set.
  public int size() {
    return byResource.size();
  }

  /// Calls `action` with every resource on which something is set, in no particular order.
  public void forEach(BiConsumer<ConfigResource, Map<String, String>> action) {
    byResource.forEach(action);
  }

  /// These configurations with one option set, or with `null` removed.
  Configs with(ConfigResource resource, String option, @Nullable String value) {
    Map<String, String> changed = new TreeMap<>(of(resource));
    if (value == null) {
      changed.remove(option);
    } else {
      changed.put(option, value);
    }
    return changed.isEmpty()
        ? without(resource)
        : new Configs(byResource.put(resource, Collections.unmodifiableMap(changed)));
  }

  /// These configurations with nothing set on `resource`.
  Configs without(ConfigResource resource) {
    return new Configs(byResource.remove(resource));
  }
}
