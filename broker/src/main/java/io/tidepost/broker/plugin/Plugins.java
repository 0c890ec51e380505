package io.tidepost.broker.plugin;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;

/// Makes plugins.
final class Plugins {

  private Plugins() {}

  /// A new plugin, configured.
  ///
  /// @param option the option that names its class
  /// @param contract what it must implement
  /// @param originals everything in the configuration, as it was written
  /// @throws IllegalArgumentException with one sentence that names the option
  static <T extends Configurable> T make(
      String option, String className, Class<T> contract, Map<String, String> originals) {
    T plugin = instance(option, className, contract);
    if (plugin instanceof Monitorable monitored) {
      monitored.withPluginMetrics(new PluginMetricsImpl(new Metrics(), Map.of()));
    }
    configure(option, className, plugin, new HashMap<>(originals));
    return plugin;
  }

  /// A new plugin, not configured yet.
  ///
  /// @throws IllegalArgumentException with one sentence that names the option
  static <T> T instance(String option, String className, Class<T> contract) {
    try {
      return contract.cast(
          Class.forName(className.trim(), true, loader()).getDeclaredConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          option + ": there is no class " + className + " on the class path", e);
    } catch (ClassCastException e) {
      throw new IllegalArgumentException(
          option + ": " + className + " is not a " + contract.getName(), e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalArgumentException(
          option + ": " + className + " cannot be made: " + reason(e), e);
    }
  }

  /// Hands a plugin its configuration.
  ///
  /// @throws IllegalArgumentException with one sentence that names the option
  static void configure(
      String option, String className, Configurable plugin, Map<String, ?> configs) {
    try {
      plugin.configure(configs);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          option + ": " + className + " refuses the configuration: " + e.getMessage(), e);
    }
  }

  private static ClassLoader loader() {
    return Plugins.class.getClassLoader();
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return String.valueOf(cause == null ? failure : cause);
  }
}
