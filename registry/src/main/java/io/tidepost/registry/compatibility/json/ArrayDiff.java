package io.tidepost.registry.compatibility.json;

import io.tidepost.registry.compatibility.json.JsonDiff.RestChanges;
import java.util.List;

/// Compares what two schemas say about arrays. Elements that have a schema each are like named
/// properties: see [PropertiesDiff] for open and closed.
final class ArrayDiff {

  private static final RestChanges ADDITIONAL =
      new RestChanges(
          Change.ADDITIONAL_ITEMS_ADDED,
          Change.ADDITIONAL_ITEMS_REMOVED,
          Change.ADDITIONAL_ITEMS_EXTENDED,
          Change.ADDITIONAL_ITEMS_NARROWED);
  private static final RestChanges UNEVALUATED =
      new RestChanges(
          Change.UNEVALUATED_ITEMS_ADDED,
          Change.UNEVALUATED_ITEMS_REMOVED,
          Change.UNEVALUATED_ITEMS_EXTENDED,
          Change.UNEVALUATED_ITEMS_NARROWED);

  private final JsonDiff diff;
  private final Shape.Array old;
  private final Shape.Array now;
  private final String path;
  private final Differences differences;

  ArrayDiff(JsonDiff diff, Shape.Array old, Shape.Array now, String path, Differences differences) {
    this.diff = diff;
    this.old = old;
    this.now = now;
    this.path = path;
    this.differences = differences;
  }

  void compare() {
    Bounds.MAX_ITEMS.compare(old.maxItems(), now.maxItems(), path, differences);
    Bounds.MIN_ITEMS.compare(old.minItems(), now.minItems(), path, differences);
    Bounds.MAX_CONTAINS.compare(old.maxContains(), now.maxContains(), path, differences);
    Bounds.MIN_CONTAINS.compare(old.minContains(), now.minContains(), path, differences);
    if (old.uniqueItems() != now.uniqueItems()) {
      differences.add(
          now.uniqueItems() ? Change.UNIQUE_ITEMS_ADDED : Change.UNIQUE_ITEMS_REMOVED,
          at("uniqueItems"));
    }
    diff.compareOptional(old.contains(), now.contains(), at("contains"), differences);
    diff.compareOptional(old.items(), now.items(), at("items"), differences);
    elements();
    diff.compareRest(old.rest(), now.rest(), at("additionalItems"), ADDITIONAL, differences);
    diff.compareRest(
        old.unevaluated(), now.unevaluated(), at("unevaluatedItems"), UNEVALUATED, differences);
  }

  private String at(String... steps) {
    return JsonDiff.below(path, steps);
  }

  private void elements() {
    List<Shape> before = old.named() == null ? List.of() : old.named();
    List<Shape> after = now.named() == null ? List.of() : now.named();
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      String where = at("items", String.valueOf(i));
      if (i >= after.size()) {
        removed(before.get(i), where);
      } else if (i >= before.size()) {
        added(after.get(i), where);
      } else {
        diff.compare(before.get(i), after.get(i), where, differences);
      }
    }
  }

  private void removed(Shape shape, String where) {
    Shape rest = now.others().shape();
    if (now.others().isOpen()) {
      differences.add(Change.ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL, where);
    } else if (rest != null) {
      Differences tried = diff.tried(shape, rest, where);
      differences.addAll(tried);
      differences.add(
          tried.breaksNothing()
              ? Change.ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL
              : Change.ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
          where);
    } else {
      differences.add(
          shape instanceof Shape.Never
              ? Change.ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL
              : Change.ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL,
          where);
    }
  }

  private void added(Shape shape, String where) {
    Shape rest = old.others().shape();
    if (old.others().isOpen()) {
      differences.add(
          shape instanceof Shape.Anything
              ? Change.ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL
              : Change.ITEM_ADDED_TO_OPEN_CONTENT_MODEL,
          where);
    } else if (rest != null) {
      Differences tried = diff.tried(rest, shape, where);
      differences.addAll(tried);
      differences.add(
          tried.breaksNothing()
              ? Change.ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL
              : Change.ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
          where);
    } else {
      differences.add(Change.ITEM_ADDED_TO_CLOSED_CONTENT_MODEL, where);
    }
  }
}
