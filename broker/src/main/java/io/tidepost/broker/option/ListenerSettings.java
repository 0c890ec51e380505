package io.tidepost.broker.option;

import io.tidepost.base.option.Effect;
import io.tidepost.base.option.InvalidOptionException;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.Options;
import io.tidepost.base.option.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The options of one listener: what is set under `listener.name.NAME.` counts more than what is
/// set for all listeners (KIP-103), and what is set there for one SASL mechanism counts most
/// (KIP-226). Immutable.
public final class ListenerSettings {

  /// Beginning of the names that belong to one listener.
  public static final String PREFIX = "listener.name.";

  private final Options all;
  private final Map<String, String> own;
  private final String listener;

  /// @param all what is set for all listeners
  /// @param prefixed what is set under [#PREFIX], with whole names
  /// @param listener the listener's name
  public ListenerSettings(Options all, Map<String, String> prefixed, String listener) {
    this.all = all;
    this.listener = listener.toLowerCase(Locale.ROOT);
    Map<String, String> stripped = new HashMap<>();
    String prefix = PREFIX + this.listener + ".";
    prefixed.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        stripped.put(name.substring(prefix.length()), value);
      }
    });
    this.own = Map.copyOf(stripped);
  }

  /// The settings that belong to single listeners; of several for one name the last counts.
  static Map<String, String> prefixed(List<Setting> settings) {
    Map<String, String> found = new TreeMap<>();
    for (Setting setting : settings) {
      if (setting.name().startsWith(PREFIX)) {
        found.put(setting.name(), setting.value());
      }
    }
    return Map.copyOf(found);
  }

  /// Adds a sentence to `errors` for each value that is not allowed. Names nobody knows may belong
  /// to a plugin.
  static void check(Map<String, String> prefixed, List<String> errors) {
    prefixed.forEach((name, value) -> {
      Option<?> option = option(name);
      try {
        if (option != null) {
          option.parse(value);
          if (option.effect() instanceof Effect.Refused refused) {
            errors.add(name + ": " + refused.reason());
          }
        }
      } catch (InvalidOptionException e) {
        errors.add(name + ": " + e.getMessage());
      }
    });
  }

  /// The option that a name under [#PREFIX] is about, `null` when nobody knows it: the rest of the
  /// name behind the listener, and behind the mechanism where there is one.
  public static @Nullable Option<?> option(String name) {
    int from = name.indexOf('.', PREFIX.length());
    if (!name.startsWith(PREFIX) || from < 0) {
      return null;
    }
    String base = name.substring(from + 1);
    Option<?> found = BrokerOptions.ALL.find(base);
    int mechanism = base.indexOf('.');
    return found != null || mechanism < 0
        ? found
        : BrokerOptions.ALL.find(base.substring(mechanism + 1));
  }

  /// The listener's name in lower case.
  public String listener() {
    return listener;
  }

  /// What is set for all listeners.
  public Options all() {
    return all;
  }

  /// What is set for this listener only, without the prefix.
  public Map<String, String> own() {
    return own;
  }

  /// Whether it is set for this listener itself.
  public boolean isOwn(Option<?> option) {
    return own.containsKey(option.name());
  }

  /// The value in force.
  public <T> T get(Option<T> option) {
    String text = own.get(option.name());
    return text == null ? all.get(option) : option.parse(text);
  }

  /// The value in force, `null` when there is none.
  public <T> @Nullable T find(Option<T> option) {
    String text = own.get(option.name());
    return text == null ? all.find(option) : option.parse(text);
  }

  /// The value in force for one SASL mechanism, `null` when there is none.
  public <T> @Nullable T find(Option<T> option, String mechanism) {
    String text = own.get(mechanism.toLowerCase(Locale.ROOT) + "." + option.name());
    return text == null ? find(option) : option.parse(text);
  }

  /// The value in force for one SASL mechanism.
  public <T> T get(Option<T> option, String mechanism) {
    String text = own.get(mechanism.toLowerCase(Locale.ROOT) + "." + option.name());
    return text == null ? get(option) : option.parse(text);
  }
}
