package io.tidepost.registry.compatibility.json;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Compares limits: a number that came, went, grew or shrank.
///
/// @param keyword that says the limit
record Bounds(String keyword, Change added, Change removed, Change increased, Change decreased) {

  static final Bounds MAX_LENGTH =
      new Bounds(
          "maxLength",
          Change.MAX_LENGTH_ADDED,
          Change.MAX_LENGTH_REMOVED,
          Change.MAX_LENGTH_INCREASED,
          Change.MAX_LENGTH_DECREASED);
  static final Bounds MIN_LENGTH =
      new Bounds(
          "minLength",
          Change.MIN_LENGTH_ADDED,
          Change.MIN_LENGTH_REMOVED,
          Change.MIN_LENGTH_INCREASED,
          Change.MIN_LENGTH_DECREASED);
  static final Bounds MAXIMUM =
      new Bounds(
          "maximum",
          Change.MAXIMUM_ADDED,
          Change.MAXIMUM_REMOVED,
          Change.MAXIMUM_INCREASED,
          Change.MAXIMUM_DECREASED);
  static final Bounds MINIMUM =
      new Bounds(
          "minimum",
          Change.MINIMUM_ADDED,
          Change.MINIMUM_REMOVED,
          Change.MINIMUM_INCREASED,
          Change.MINIMUM_DECREASED);
  static final Bounds EXCLUSIVE_MAXIMUM =
      new Bounds(
          "exclusiveMaximum",
          Change.EXCLUSIVE_MAXIMUM_ADDED,
          Change.EXCLUSIVE_MAXIMUM_REMOVED,
          Change.EXCLUSIVE_MAXIMUM_INCREASED,
          Change.EXCLUSIVE_MAXIMUM_DECREASED);
  static final Bounds EXCLUSIVE_MINIMUM =
      new Bounds(
          "exclusiveMinimum",
          Change.EXCLUSIVE_MINIMUM_ADDED,
          Change.EXCLUSIVE_MINIMUM_REMOVED,
          Change.EXCLUSIVE_MINIMUM_INCREASED,
          Change.EXCLUSIVE_MINIMUM_DECREASED);
  static final Bounds MAX_PROPERTIES =
      new Bounds(
          "maxProperties",
          Change.MAX_PROPERTIES_ADDED,
          Change.MAX_PROPERTIES_REMOVED,
          Change.MAX_PROPERTIES_INCREASED,
          Change.MAX_PROPERTIES_DECREASED);
  static final Bounds MIN_PROPERTIES =
      new Bounds(
          "minProperties",
          Change.MIN_PROPERTIES_ADDED,
          Change.MIN_PROPERTIES_REMOVED,
          Change.MIN_PROPERTIES_INCREASED,
          Change.MIN_PROPERTIES_DECREASED);
  static final Bounds MAX_ITEMS =
      new Bounds(
          "maxItems",
          Change.MAX_ITEMS_ADDED,
          Change.MAX_ITEMS_REMOVED,
          Change.MAX_ITEMS_INCREASED,
          Change.MAX_ITEMS_DECREASED);
  static final Bounds MIN_ITEMS =
      new Bounds(
          "minItems",
          Change.MIN_ITEMS_ADDED,
          Change.MIN_ITEMS_REMOVED,
          Change.MIN_ITEMS_INCREASED,
          Change.MIN_ITEMS_DECREASED);
  static final Bounds MAX_CONTAINS =
      new Bounds(
          "maxContains",
          Change.MAX_CONTAINS_ADDED,
          Change.MAX_CONTAINS_REMOVED,
          Change.MAX_CONTAINS_INCREASED,
          Change.MAX_CONTAINS_DECREASED);
  static final Bounds MIN_CONTAINS =
      new Bounds(
          "minContains",
          Change.MIN_CONTAINS_ADDED,
          Change.MIN_CONTAINS_REMOVED,
          Change.MIN_CONTAINS_INCREASED,
          Change.MIN_CONTAINS_DECREASED);

  void compare(
      @Nullable BigDecimal old, @Nullable BigDecimal now, String path, Differences differences) {
    if (old == null && now == null) {
      return;
    }
    Change change;
    if (old == null) {
      change = added;
    } else if (now == null) {
      change = removed;
    } else if (now.compareTo(old) > 0) {
      change = increased;
    } else if (now.compareTo(old) < 0) {
      change = decreased;
    } else {
      return;
    }
    differences.add(change, JsonDiff.below(path, keyword));
  }
}
