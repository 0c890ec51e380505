package io.tidepost.base.option;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One option: its name as in Kafka, type, default, bounds, scope and a sentence that says what it
/// is for. Declared through an [OptionGroup]; immutable.
///
/// @param <T> `Boolean`, `Integer`, `Short`, `Long`, `Double`, `String`, `List<String>` or [Secret]
public final class Option<T> {

  private final String name;
  private final OptionType type;
  private final @Nullable T defaultValue;
  private final Check check;
  private final Scope scope;
  private final Effect effect;
  private final boolean internal;
  private final List<Synonym> synonyms;
  private final String group;
  private final String sentence;

  Option(OptionBuilder<T> declared, String group, String sentence) {
    this.name = declared.name;
    this.type = declared.type;
    this.defaultValue = declared.defaultValue;
    this.check = declared.check;
    this.scope = declared.scope;
    this.effect = declared.effect;
    this.internal = declared.internal;
    this.synonyms = declared.synonyms;
    this.group = group;
    this.sentence = sentence;
  }

  /// Name as it stands in a configuration file.
  public String name() {
    return name;
  }

  /// Type of the values.
  public OptionType type() {
    return type;
  }

  /// The typed default; `null` when there is none.
  public @Nullable T defaultValue() {
    return defaultValue;
  }

  /// The default as text; `null` when there is none.
  public @Nullable String defaultText() {
    return defaultValue == null ? null : OptionType.format(defaultValue);
  }

  /// What values are allowed.
  public Check check() {
    return check;
  }

  /// Where it is set and whether it can change at run time.
  public Scope scope() {
    return scope;
  }

  /// Whether setting it does something here.
  public Effect effect() {
    return effect;
  }

  /// Whether it is for tests and rescue only, and left out of the reference page.
  public boolean internal() {
    return internal;
  }

  /// Whether its value is a secret.
  public boolean sensitive() {
    return type == OptionType.PASSWORD;
  }

  /// Options that supply its default, strongest first; for a topic's option the broker's.
  public List<Synonym> synonyms() {
    return synonyms;
  }

  /// Heading on the reference page.
  public String group() {
    return group;
  }

  /// What it is for, in one sentence.
  public String sentence() {
    return sentence;
  }

  /// Reads and checks a value.
  ///
  /// @throws InvalidOptionException with Kafka's message when the value is not allowed
  @SuppressWarnings("unchecked") // the builder ties T to the type
  public T parse(String text) {
    Object value = type.parse(name, text);
    if (check instanceof Check.Elements && value instanceof List<?> elements) {
      // Kafka forgives an element that is there twice.
      value = elements.stream().distinct().toList();
    }
    check.check(name, value);
    return (T) value;
  }

  @Override
  public String toString() {
    return name;
  }
}
