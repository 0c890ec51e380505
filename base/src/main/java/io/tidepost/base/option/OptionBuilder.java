package io.tidepost.base.option;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A declaration under way; [#says(String)] completes it.
///
/// @param <T> type of the option's values
public final class OptionBuilder<T> {

  final String name;
  final OptionType type;
  final @Nullable T defaultValue;
  Check check = Check.ANYTHING;
  Scope scope;
  Effect effect = Effect.WORKS;
  boolean internal;
  List<Synonym> synonyms = List.of();
  private final OptionGroup group;

  OptionBuilder(
      OptionGroup group, String name, OptionType type, Scope scope, @Nullable T defaultValue) {
    this.group = group;
    this.name = name;
    this.type = type;
    this.scope = scope;
    this.defaultValue = defaultValue;
  }

  /// Values must be `least` or more.
  public OptionBuilder<T> atLeast(Number least) {
    return where(new Check.Between(least, null));
  }

  /// Values must lie between the two, both included.
  public OptionBuilder<T> between(Number least, Number most) {
    return where(new Check.Between(least, most));
  }

  /// Values must be one of these texts.
  public OptionBuilder<T> oneOf(String... allowed) {
    return where(new Check.OneOf(List.of(allowed)));
  }

  /// Values must satisfy `rule`.
  public OptionBuilder<T> where(Check rule) {
    this.check = rule;
    return this;
  }

  /// It can be changed for one broker while it runs.
  public OptionBuilder<T> perBroker() {
    this.scope = Scope.PER_BROKER;
    return this;
  }

  /// It can be changed for one broker or for all while the cluster runs.
  public OptionBuilder<T> clusterWide() {
    this.scope = Scope.CLUSTER_WIDE;
    return this;
  }

  /// It is accepted, and nothing here depends on it.
  ///
  /// @param reason why
  public OptionBuilder<T> noEffect(String reason) {
    this.effect = new Effect.None(reason);
    return this;
  }

  /// Values other than the default are refused at start.
  ///
  /// @param reason what is missing
  public OptionBuilder<T> refused(String reason) {
    this.effect = new Effect.Refused(reason);
    return this;
  }

  /// It is for tests and rescue; the reference page leaves it out.
  public OptionBuilder<T> internal() {
    this.internal = true;
    return this;
  }

  /// Options that supply its default, strongest first.
  public OptionBuilder<T> synonyms(Synonym... strongestFirst) {
    this.synonyms = List.of(strongestFirst);
    return this;
  }

  /// Completes the declaration with one sentence for a human and adds it to the group.
  public Option<T> says(String sentence) {
    return group.add(new Option<>(this, group.title(), sentence));
  }

  /// Applies what several declarations share.
  public OptionBuilder<T> with(Function<OptionBuilder<T>, OptionBuilder<T>> shared) {
    return shared.apply(this);
  }
}
