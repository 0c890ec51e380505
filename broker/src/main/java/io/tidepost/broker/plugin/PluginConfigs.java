package io.tidepost.broker.plugin;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Secret;
import io.tidepost.broker.option.ListenerSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;

/// The options of a listener as Kafka would hand them to a plugin.
final class PluginConfigs {

  private PluginConfigs() {}

  /// What is set for the listener itself as it was written, and the values of these groups with
  /// Kafka's types.
  static Map<String, Object> of(ListenerSettings settings, OptionGroup... groups) {
    Map<String, Object> configs = new HashMap<>(settings.own());
    for (OptionGroup group : groups) {
      for (Option<?> option : group.options()) {
        Object value = settings.find(option);
        if (value != null) {
          configs.put(option.name(), value instanceof Secret s ? new Password(s.reveal()) : value);
        }
      }
    }
    return configs;
  }
}
