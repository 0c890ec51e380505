package io.tidepost.broker.plugin;

import io.tidepost.base.option.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;

/// Replaces `${provider:path:key}` in values by what Kafka's config providers know (KIP-421):
/// secrets in files, directories or the environment, or a class of the operator's own.
public final class ConfigProviders {

  private static final String NAMES = "config.providers";

  private ConfigProviders() {}

  /// The settings with their references resolved, in their order. A reference that its provider
  /// does not know stays as it was written.
  ///
  /// @param names the providers
  /// @throws IllegalArgumentException with one sentence that names the option
  public static List<Setting> resolve(List<Setting> settings, List<String> names) {
    Map<String, String> originals = new HashMap<>();
    settings.forEach(setting -> originals.put(setting.name(), setting.value()));
    Map<String, ConfigProvider> providers = new LinkedHashMap<>();
    try {
      names.forEach(name -> providers.put(name, provider(name, originals)));
      var transformer = new ConfigTransformer(providers);
      List<Setting> resolved = new ArrayList<>(settings.size());
      for (Setting setting : settings) {
        resolved.add(setting.name().startsWith(NAMES) ? setting : resolve(setting, transformer));
      }
      return resolved;
    } finally {
      providers.values().forEach(ConfigProviders::close);
    }
  }

  private static Setting resolve(Setting setting, ConfigTransformer transformer) {
    if (!setting.value().contains("${")) {
      return setting;
    }
    try {
      String value =
          transformer
              .transform(Map.of(setting.name(), setting.value()))
              .data()
              .getOrDefault(setting.name(), setting.value());
      return new Setting(setting.name(), value, setting.origin());
    } catch (ConfigException e) {
      throw new IllegalArgumentException(
          setting.origin() + ": " + setting.name() + ": " + e.getMessage(), e);
    }
  }

  private static ConfigProvider provider(String name, Map<String, String> originals) {
    String prefix = NAMES + "." + name + ".";
    String className = originals.get(prefix + "class");
    if (className == null) {
      throw new IllegalArgumentException(
          NAMES + ": the provider " + name + " has no " + prefix + "class");
    }
    checkAllowed(prefix + "class", className);
    Map<String, String> parameters = new HashMap<>();
    String parameterPrefix = prefix + "param.";
    originals.forEach((key, value) -> {
      if (key.startsWith(parameterPrefix)) {
        parameters.put(key.substring(parameterPrefix.length()), value);
      }
    });
    return Plugins.make(prefix + "class", className, ConfigProvider.class, parameters);
  }

  /// Kafka's own way to restrict which providers a process may load.
  private static void checkAllowed(String option, String className) {
    String allowed = System.getProperty("org.apache.kafka.automatic.config.providers");
    if (allowed != null && !Set.of(allowed.split("\\s*,\\s*")).contains(className)) {
      throw new IllegalArgumentException(
          option
              + ": "
              + className
              + " is not allowed by the system property"
              + " org.apache.kafka.automatic.config.providers");
    }
  }

  private static void close(ConfigProvider provider) {
    try {
      provider.close();
    } catch (IOException e) {
      throw new IllegalStateException("a config provider could not be closed", e);
    }
  }
}
