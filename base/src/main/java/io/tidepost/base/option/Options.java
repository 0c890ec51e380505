package io.tidepost.base.option;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of a resource's options in layers: what was changed at run time lies over what the
/// file says, and that over the defaults. A topic's or group's values lie over those of the broker,
/// which supply defaults through [Option#synonyms()]. Immutable; safe from any thread.
public final class Options {

  private final OptionSet set;
  private final List<Map<String, OptionValue>> layers;
  private final @Nullable Options broker;

  Options(OptionSet set, List<Map<String, OptionValue>> layers, @Nullable Options broker) {
    this.set = set;
    this.layers = layers;
    this.broker = broker;
  }

  /// Nothing but defaults.
  public static Options defaults(OptionSet set) {
    return new Options(set, List.of(), null);
  }

  /// A topic's or group's values, to which the broker's supply defaults.
  ///
  /// @param values validated text by name; names the set does not know are passed over
  public static Options over(
      Options broker, OptionSet set, Origin.Source source, Map<String, String> values) {
    return new Options(set, List.of(), broker).with(source, values);
  }

  /// A copy with one more layer that hides the ones beneath it.
  ///
  /// @param values text by name; names the set does not know are passed over
  /// @throws InvalidOptionException when a value is not allowed
  public Options with(Origin.Source source, Map<String, String> values) {
    Origin origin = Origin.of(source);
    Map<String, OptionValue> layer = new HashMap<>();
    for (Map.Entry<String, String> entry : values.entrySet()) {
      Option<?> option = set.find(entry.getKey());
      if (option != null) {
        String text = entry.getValue();
        layer.put(option.name(), new OptionValue(text, option.parse(text), origin));
      }
    }
    return with(layer);
  }

  Options with(Map<String, OptionValue> layer) {
    List<Map<String, OptionValue>> more = new ArrayList<>(layers.size() + 1);
    more.add(layer);
    more.addAll(layers);
    return new Options(set, List.copyOf(more), broker);
  }

  /// The options these are values of.
  public OptionSet set() {
    return set;
  }

  /// The value in force.
  ///
  /// @throws IllegalStateException when nobody set it and it has no default
  public <T> T get(Option<T> option) {
    T value = find(option);
    if (value == null) {
      throw new IllegalStateException(option + " has neither a value nor a default");
    }
    return value;
  }

  /// The value in force; `null` when nobody set it and it has no default.
  @SuppressWarnings("unchecked") // what is stored under an option's name came from its parse()
  public <T> @Nullable T find(Option<T> option) {
    OptionValue value = strongest(option.name());
    if (value != null) {
      return (T) value.typed();
    }
    OptionValue inherited = inherited(option);
    return inherited == null ? option.defaultValue() : (T) inherited.typed();
  }

  /// The value in force as text; `null` when there is none.
  public @Nullable String text(Option<?> option) {
    Object value = find(option);
    return value == null ? null : OptionType.format(value);
  }

  /// Whether somebody set it, here or through a broker's synonym.
  public boolean isSet(Option<?> option) {
    return strongest(option.name()) != null || inherited(option) != null;
  }

  /// Where the value in force comes from.
  public Origin origin(Option<?> option) {
    OptionValue value = strongest(option.name());
    if (value == null) {
      value = inherited(option);
    }
    return value == null ? Origin.DEFAULT : value.origin();
  }

  /// What was set for a name, strongest first, without inherited values.
  public List<OptionValue> settings(String name) {
    List<OptionValue> found = new ArrayList<>(layers.size());
    for (Map<String, OptionValue> layer : layers) {
      OptionValue value = layer.get(name);
      if (value != null) {
        found.add(value);
      }
    }
    return found;
  }

  /// What was set for the broker's option of this name, strongest first; empty when these values
  /// have no broker beneath them.
  public List<OptionValue> brokerSettings(String name) {
    return broker == null ? List.of() : broker.settings(name);
  }

  /// The values beneath these; `null` for a broker's own.
  public @Nullable Options broker() {
    return broker;
  }

  private @Nullable OptionValue strongest(String name) {
    for (Map<String, OptionValue> layer : layers) {
      OptionValue value = layer.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private @Nullable OptionValue inherited(Option<?> option) {
    if (broker == null) {
      return null;
    }
    for (Synonym synonym : option.synonyms()) {
      OptionValue value = broker.strongest(synonym.name());
      if (value != null) {
        return converted(value, synonym, option.type());
      }
    }
    return null;
  }

  private static OptionValue converted(OptionValue value, Synonym synonym, OptionType type) {
    if (synonym.factor() == 1) {
      return value;
    }
    long number = ((Number) value.typed()).longValue();
    // Negative means "for ever" in any unit.
    long converted = number < 0 ? -1 : Math.multiplyExact(number, synonym.factor());
    Object typed = type == OptionType.INT ? (Object) Math.toIntExact(converted) : converted;
    return new OptionValue(String.valueOf(converted), typed, value.origin());
  }
}
