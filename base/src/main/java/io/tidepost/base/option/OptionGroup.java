package io.tidepost.base.option;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Options that belong together under one heading of the reference page. A class of declarations
/// owns one and declares everything through it while the class initialises.
public final class OptionGroup {

  private final String title;
  private final Scope scope;
  private final List<Option<?>> options = new ArrayList<>();

  /// @param title heading on the reference page
  /// @param scope scope of options that do not say otherwise
  public OptionGroup(String title, Scope scope) {
    this.title = title;
    this.scope = scope;
  }

  /// Heading on the reference page.
  public String title() {
    return title;
  }

  /// What was declared so far, in order.
  public List<Option<?>> options() {
    return Collections.unmodifiableList(options);
  }

  <T> Option<T> add(Option<T> option) {
    options.add(option);
    return option;
  }

  /// Declares an option that is `true` or `false`.
  public OptionBuilder<Boolean> ofBoolean(String name, @Nullable Boolean defaultValue) {
    return new OptionBuilder<>(this, name, OptionType.BOOLEAN, scope, defaultValue);
  }

  /// Declares a 32-bit option.
  public OptionBuilder<Integer> ofInt(String name, @Nullable Integer defaultValue) {
    return new OptionBuilder<>(this, name, OptionType.INT, scope, defaultValue);
  }

  /// Declares a 16-bit option.
  public OptionBuilder<Short> ofShort(String name, @Nullable Short defaultValue) {
    return new OptionBuilder<>(this, name, OptionType.SHORT, scope, defaultValue);
  }

  /// Declares a 64-bit option.
  public OptionBuilder<Long> ofLong(String name, @Nullable Long defaultValue) {
    return new OptionBuilder<>(this, name, OptionType.LONG, scope, defaultValue);
  }

  /// Declares a floating-point option.
  public OptionBuilder<Double> ofDouble(String name, @Nullable Double defaultValue) {
    return new OptionBuilder<>(this, name, OptionType.DOUBLE, scope, defaultValue);
  }

  /// Declares a text option.
  public OptionBuilder<String> ofString(String name, @Nullable String defaultValue) {
    return new OptionBuilder<>(this, name, OptionType.STRING, scope, defaultValue);
  }

  /// Declares an option that names a class.
  public OptionBuilder<String> ofClass(String name, @Nullable String defaultValue) {
    return new OptionBuilder<>(this, name, OptionType.CLASS, scope, defaultValue);
  }

  /// Declares a list.
  public OptionBuilder<List<String>> ofList(String name, @Nullable List<String> defaultValue) {
    return new OptionBuilder<>(this, name, OptionType.LIST, scope, defaultValue);
  }

  /// Declares a secret without a default.
  public OptionBuilder<Secret> ofSecret(String name) {
    return new OptionBuilder<>(this, name, OptionType.PASSWORD, scope, null);
  }
}
