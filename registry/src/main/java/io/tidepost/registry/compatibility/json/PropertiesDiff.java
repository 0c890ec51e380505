package io.tidepost.registry.compatibility.json;

import io.tidepost.registry.compatibility.json.JsonDiff.RestChanges;
import io.tidepost.registry.compatibility.json.Shape.PatternProperty;
import io.tidepost.registry.compatibility.json.Shape.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares what two schemas say about the properties of objects.
///
/// An object schema is open when it lets in any property beside those it names, closed when it lets
/// in none, partially open when others have to satisfy something (a pattern property, a schema of
/// additional properties). A property that is named anew was possible before in an open one, with
/// any value; so the new schema may refuse what is there already.
final class PropertiesDiff {

  private static final RestChanges ADDITIONAL =
      new RestChanges(
          Change.ADDITIONAL_PROPERTIES_ADDED,
          Change.ADDITIONAL_PROPERTIES_REMOVED,
          Change.ADDITIONAL_PROPERTIES_EXTENDED,
          Change.ADDITIONAL_PROPERTIES_NARROWED);
  private static final RestChanges UNEVALUATED =
      new RestChanges(
          Change.UNEVALUATED_PROPERTIES_ADDED,
          Change.UNEVALUATED_PROPERTIES_REMOVED,
          Change.UNEVALUATED_PROPERTIES_EXTENDED,
          Change.UNEVALUATED_PROPERTIES_NARROWED);

  private final JsonDiff diff;
  private final Properties old;
  private final Properties now;
  private final String path;
  private final Differences differences;

  PropertiesDiff(
      JsonDiff diff, Properties old, Properties now, String path, Differences differences) {
    this.diff = diff;
    this.old = old;
    this.now = now;
    this.path = path;
    this.differences = differences;
  }

  void compare() {
    required();
    properties();
    dependencies();
    diff.compareRest(
        old.rest(),
        now.rest(),
        JsonDiff.below(path, "additionalProperties"),
        ADDITIONAL,
        differences);
    diff.compareRest(
        old.unevaluated(),
        now.unevaluated(),
        JsonDiff.below(path, "unevaluatedProperties"),
        UNEVALUATED,
        differences);
    diff.compareOptional(
        old.names(), now.names(), JsonDiff.below(path, "propertyNames"), differences);
    patterns();
    Bounds.MAX_PROPERTIES.compare(old.maxProperties(), now.maxProperties(), path, differences);
    Bounds.MIN_PROPERTIES.compare(old.minProperties(), now.minProperties(), path, differences);
  }

  private void required() {
    for (String name : old.required()) {
      if (!now.required().contains(name) && now.properties().containsKey(name)) {
        differences.add(Change.REQUIRED_ATTRIBUTE_REMOVED, at("required", name));
      }
    }
    for (String name : now.required()) {
      Shape named = now.properties().get(name);
      if (!old.required().contains(name) && old.properties().containsKey(name)) {
        boolean has = named != null && named.notes().defaultValue() != null;
        differences.add(
            has ? Change.REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED : Change.REQUIRED_ATTRIBUTE_ADDED,
            at("required", name));
      }
    }
  }

  private String at(String... steps) {
    return JsonDiff.below(path, steps);
  }

  private void properties() {
    old.properties()
        .forEach((name, shape) -> {
          Shape after = now.properties().get(name);
          if (after != null) {
            diff.compare(shape, after, at("properties", name), differences);
          } else {
            removed(name, shape);
          }
        });
    now.properties()
        .forEach((name, shape) -> {
          if (!old.properties().containsKey(name)) {
            added(name, shape);
          }
        });
  }

  private void removed(String name, Shape shape) {
    String where = at("properties", name);
    List<Shape> cover = cover(now, name);
    if (now.isOpen()) {
      differences.add(Change.PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL, where);
    } else if (!cover.isEmpty()) {
      List<Differences> tried =
          cover.stream().map(covering -> diff.tried(shape, covering, where)).toList();
      tried.forEach(differences::addAll);
      differences.add(
          JsonDiff.all(tried)
              ? Change.PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL
              : Change.PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
          where);
    } else if (now.others().isOpen()) {
      differences.add(Change.PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL, where);
    } else if (shape instanceof Shape.Never) {
      differences.add(Change.PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL, where);
    } else {
      differences.add(Change.PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL, where);
    }
  }

  private void added(String name, Shape shape) {
    String where = at("properties", name);
    boolean required = now.required().contains(name);
    boolean hasDefault = shape.notes().defaultValue() != null;
    List<Shape> cover = cover(old, name);
    if (cover.isEmpty() && old.others().isOpen()) {
      differences.add(addedToOpen(shape, required, hasDefault), where);
      return;
    }
    if (!cover.isEmpty()) {
      List<Differences> tried =
          cover.stream().map(covering -> diff.tried(covering, shape, where)).toList();
      tried.forEach(differences::addAll);
      // A value there was satisfied every cover; one that leads to the new schema is enough.
      differences.add(
          tried.stream().anyMatch(Differences::breaksNothing)
              ? Change.PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL
              : Change.PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
          where);
    }
    differences.add(
        !required
            ? Change.OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL
            : hasDefault
                ? Change.REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL
                : Change.REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL,
        where);
  }

  private static Change addedToOpen(Shape shape, boolean required, boolean hasDefault) {
    if (required && !hasDefault) {
      return Change.REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL;
    }
    if (shape instanceof Shape.Anything) {
      return Change.PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL;
    }
    return required
        ? Change.REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL
        : Change.OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL;
  }

  /// What a partially open schema demands of a property that it does not name.
  private static List<Shape> cover(Properties schema, String name) {
    List<Shape> result = new ArrayList<>();
    for (PatternProperty pattern : schema.patterns()) {
      if (pattern.regex() != null && pattern.regex().matcher(name).find()) {
        result.add(pattern.shape());
      }
    }
    Shape rest = schema.others().shape();
    if (result.isEmpty() && schema.others().permitted() && rest != null) {
      result.add(rest);
    }
    return result;
  }

  private void patterns() {
    for (PatternProperty before : old.patterns()) {
      for (PatternProperty after : now.patterns()) {
        if (before.text().equals(after.text())) {
          diff.compare(
              before.shape(), after.shape(), at("patternProperties", after.text()), differences);
        }
      }
    }
    for (PatternProperty after : now.patterns()) {
      boolean known = old.patterns().stream().anyMatch(each -> each.text().equals(after.text()));
      if (!known && old.isOpen() && !(after.shape() instanceof Shape.Anything)) {
        differences.add(
            Change.OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL,
            at("patternProperties", after.text()));
      }
    }
  }

  private void dependencies() {
    for (Map.Entry<String, Set<String>> each : old.dependentRequired().entrySet()) {
      Set<String> after = now.dependentRequired().get(each.getKey());
      Change change = after == null ? Change.DEPENDENCY_ARRAY_REMOVED : names(each, after);
      if (change != null) {
        differences.add(change, at("dependencies", each.getKey()));
      }
    }
    for (String property : now.dependentRequired().keySet()) {
      if (!old.dependentRequired().containsKey(property)) {
        differences.add(Change.DEPENDENCY_ARRAY_ADDED, at("dependencies", property));
      }
    }
    old.dependentShapes()
        .forEach((property, shape) -> {
          Shape after = now.dependentShapes().get(property);
          if (after == null) {
            differences.add(Change.DEPENDENCY_SCHEMA_REMOVED, at("dependencies", property));
          } else {
            diff.compare(shape, after, at("dependencies", property), differences);
          }
        });
    for (String property : now.dependentShapes().keySet()) {
      if (!old.dependentShapes().containsKey(property)) {
        differences.add(Change.DEPENDENCY_SCHEMA_ADDED, at("dependencies", property));
      }
    }
  }

  private static @org.jspecify.annotations.Nullable Change names(
      Map.Entry<String, Set<String>> before, Set<String> after) {
    if (before.getValue().equals(after)) {
      return null;
    }
    if (after.containsAll(before.getValue())) {
      return Change.DEPENDENCY_ARRAY_EXTENDED;
    }
    return before.getValue().containsAll(after)
        ? Change.DEPENDENCY_ARRAY_NARROWED
        : Change.DEPENDENCY_ARRAY_CHANGED;
  }
}
