package io.tidepost.registry.compatibility.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON schema as what it lets pass. One schema that says several things (`type` beside `enum`)
/// is a [Combined] of them.
sealed interface Shape {

  /// What a schema tells people; changes of it matter to no reader.
  record Notes(
      @Nullable String id,
      @Nullable String title,
      @Nullable String description,
      @Nullable JsonNode defaultValue) {}

  Notes notes();

  /// `true` and `{}`.
  record Anything(Notes notes) implements Shape {}

  /// `false`.
  record Never(Notes notes) implements Shape {}

  record Null(Notes notes) implements Shape {}

  record Bool(Notes notes) implements Shape {}

  record Text(
      Notes notes,
      @Nullable BigDecimal minLength,
      @Nullable BigDecimal maxLength,
      @Nullable String pattern)
      implements Shape {}

  record Number(
      Notes notes,
      boolean integer,
      @Nullable BigDecimal minimum,
      @Nullable BigDecimal maximum,
      @Nullable BigDecimal exclusiveMinimum,
      @Nullable BigDecimal exclusiveMaximum,
      @Nullable BigDecimal multipleOf)
      implements Shape {}

  /// `enum`, or `const` as the one value.
  record Values(Notes notes, boolean constant, Set<JsonNode> values) implements Shape {}

  record Not(Notes notes, Shape refused) implements Shape {}

  /// What a schema says that is compared as a whole (`if`, `then`, `else`).
  record Opaque(Notes notes, JsonNode text) implements Shape {}

  /// What is let in beside what is named: everything, nothing, or what `shape` lets pass.
  ///
  /// @param permitted whether anything is
  /// @param shape `null` when everything is
  record Rest(boolean permitted, @Nullable Shape shape) {

    static final Rest OPEN = new Rest(true, null);

    boolean isOpen() {
      return permitted && shape == null;
    }
  }

  /// @param items what every element has to be when none is named, or `null`
  /// @param named what the first elements have to be
  /// @param rest what elements behind the named ones have to be
  record Array(
      Notes notes,
      @Nullable BigDecimal minItems,
      @Nullable BigDecimal maxItems,
      boolean uniqueItems,
      @Nullable Shape items,
      @Nullable List<Shape> named,
      Rest rest,
      @Nullable Shape contains,
      @Nullable BigDecimal minContains,
      @Nullable BigDecimal maxContains,
      Rest unevaluated)
      implements Shape {

    /// What elements that are not named have to be.
    Rest others() {
      return rest.isOpen() ? unevaluated : rest;
    }
  }

  /// A property pattern; `regex` is `null` when no engine of linear time takes it.
  record PatternProperty(String text, @Nullable Pattern regex, Shape shape) {}

  record Properties(
      Notes notes,
      Map<String, Shape> properties,
      List<PatternProperty> patterns,
      Rest rest,
      Set<String> required,
      @Nullable BigDecimal minProperties,
      @Nullable BigDecimal maxProperties,
      Map<String, Set<String>> dependentRequired,
      Map<String, Shape> dependentShapes,
      @Nullable Shape names,
      Rest unevaluated)
      implements Shape {

    /// What properties that are neither named nor match a pattern have to be.
    Rest others() {
      return rest.isOpen() ? unevaluated : rest;
    }

    /// Whether properties that are not named may be anything.
    boolean isOpen() {
      return patterns.isEmpty() && others().isOpen();
    }
  }

  /// How the parts of a combination count.
  enum Criterion {
    ALL("allOf"),
    ANY("anyOf"),
    ONE("oneOf");

    final String keyword;

    Criterion(String keyword) {
      this.keyword = keyword;
    }
  }

  record Combined(Notes notes, Criterion criterion, List<Shape> parts) implements Shape {}

  /// A `$ref`; what it stands for is looked at when it is needed, since it may stand for something
  /// it is part of.
  final class Reference implements Shape {

    private final ShapeReader reader;
    private final JsonNode target;
    private final JsonNode document;

    Reference(ShapeReader reader, JsonNode target, JsonNode document) {
      this.reader = reader;
      this.target = target;
      this.document = document;
    }

    Shape target() {
      return reader.read(target, document);
    }

    @Override
    public Notes notes() {
      return ShapeReader.NO_NOTES;
    }
  }
}
