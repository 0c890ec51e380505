package io.tidepost.base.option;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns settings into typed values, and collects everything there is to say about them, so that a
/// start shows all mistakes at once.
public final class OptionsReader {

  private final OptionSet set;
  private final List<String> toleratedPrefixes;
  private final Map<String, OptionValue> values = new HashMap<>();
  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private final Map<String, List<String>> withoutEffect = new java.util.LinkedHashMap<>();

  private OptionsReader(OptionSet set, List<String> toleratedPrefixes) {
    this.set = set;
    this.toleratedPrefixes = toleratedPrefixes;
  }

  /// What came of reading.
  ///
  /// @param options the values, of which those with errors are missing
  /// @param errors sentences that must stop a start: each names option, value, expectation and
  ///   place
  /// @param warnings sentences worth a log line each
  /// @param unknown sentences about names nobody knows
  /// @param withoutEffect names of options set without effect, by reason
  public record Reading(
      Options options,
      List<String> errors,
      List<String> warnings,
      List<String> unknown,
      Map<String, List<String>> withoutEffect) {}

  /// Reads settings; of several for one name the last counts.
  ///
  /// @param toleratedPrefixes beginnings of names that belong to plugins or listeners
  public static Reading read(
      OptionSet set, List<Setting> settings, List<String> toleratedPrefixes) {
    OptionsReader reader = new OptionsReader(set, toleratedPrefixes);
    for (Setting setting : settings) {
      reader.take(setting);
    }
    Options options = new Options(set, List.of(reader.values), null);
    return new Reading(
        options, reader.errors, reader.warnings, reader.unknown, reader.withoutEffect);
  }

  private void take(Setting setting) {
    Option<?> option = set.find(setting.name());
    if (option == null) {
      takeUnknown(setting);
      return;
    }
    Object typed;
    try {
      typed = option.parse(setting.value());
    } catch (InvalidOptionException e) {
      errors.add(setting.origin() + ": " + complaint(option, e));
      return;
    }
    OptionValue value = new OptionValue(setting.value(), typed, setting.origin());
    OptionValue earlier = values.put(option.name(), value);
    if (earlier != null && setting.origin().line() > 0) {
      warnings.add(
          setting.origin() + ": " + option + " replaces the value given at " + earlier.origin());
    }
    takeEffect(option, value);
  }

  private void takeEffect(Option<?> option, OptionValue value) {
    // Not a switch over patterns: its bootstrap would be a good part of a cold start's parsing.
    if (option.effect() instanceof Effect.None none) {
      withoutEffect.computeIfAbsent(none.reason(), r -> new ArrayList<>()).add(option.name());
    } else if (option.effect() instanceof Effect.Refused refused
        && !value.typed().equals(option.defaultValue())
        && !value.text().isBlank()) {
      errors.add(
          value.origin() + ": " + option + "=" + shown(option, value) + ": " + refused.reason());
    }
  }

  private static String shown(Option<?> option, OptionValue value) {
    return option.sensitive() ? Secret.HIDDEN : value.text();
  }

  private static String complaint(Option<?> option, InvalidOptionException e) {
    String bounds = option.check().human();
    return e.getMessage()
        + " ("
        + option.type().human()
        + (bounds.isEmpty() ? "" : ": " + bounds)
        + ")";
  }

  private void takeUnknown(Setting setting) {
    for (String prefix : toleratedPrefixes) {
      if (setting.name().startsWith(prefix)) {
        return;
      }
    }
    @Nullable String nearest = set.nearest(setting.name());
    unknown.add(
        setting.origin()
            + ": unknown option "
            + setting.name()
            + (nearest == null ? "" : ", did you mean " + nearest + "?"));
  }
}
