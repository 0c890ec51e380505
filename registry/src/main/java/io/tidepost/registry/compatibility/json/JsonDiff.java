package io.tidepost.registry.compatibility.json;

import io.tidepost.registry.compatibility.json.Shape.Combined;
import io.tidepost.registry.compatibility.json.Shape.Criterion;
import io.tidepost.registry.compatibility.json.Shape.Notes;
import io.tidepost.registry.schema.JsonSchema;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds what changed from one JSON schema to another.
///
/// Schemas may be parts of themselves: a pair that is being compared further up counts as equal, so
/// that what differs is reported where it differs. The work is bounded; beyond the bound the answer
/// is that it cannot be told (TOO_COMPLEX).
final class JsonDiff {

  private static final int COMPARISONS_MAX = 200_000;

  private record Pair(Shape old, Shape now) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Pair pair && pair.old == old && pair.now == now;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(old) * 31 + System.identityHashCode(now);
    }
  }

  private final boolean lenient;
  private final Set<Pair> underWay = new HashSet<>();
  private int comparisons;

  private JsonDiff(boolean lenient) {
    this.lenient = lenient;
  }

  /// @param lenient whether the subject's policy is `LENIENT`; parts of combinations are matched by
  ///   it
  static Differences between(JsonSchema old, JsonSchema now, boolean lenient) {
    var diff = new JsonDiff(lenient);
    Differences differences = diff.none();
    diff.compare(ShapeReader.of(old), ShapeReader.of(now), "#", differences);
    if (diff.comparisons > COMPARISONS_MAX) {
      differences.add(Change.TOO_COMPLEX, "#/");
    }
    return differences;
  }

  private Differences none() {
    return new Differences(lenient);
  }

  static String below(String path, String... steps) {
    StringBuilder result = new StringBuilder(path);
    for (String step : steps) {
      result.append('/').append(step);
    }
    return result.toString();
  }

  private static String here(String path) {
    return path.equals("#") ? "#/" : path;
  }

  /// What differs between a part that is there and one that may not be.
  void compareOptional(
      @Nullable Shape old, @Nullable Shape now, String path, Differences differences) {
    if (old != null && now != null) {
      compare(old, now, path, differences);
    } else if (now != null) {
      differences.add(Change.SCHEMA_ADDED, here(path));
    } else if (old != null) {
      differences.add(Change.SCHEMA_REMOVED, here(path));
    }
  }

  /// What differs, found in a container of its own.
  Differences tried(Shape old, Shape now, String path) {
    Differences attempt = none();
    compare(old, now, path, attempt);
    return attempt;
  }

  void compare(Shape oldShape, Shape nowShape, String path, Differences differences) {
    Shape old = behind(oldShape);
    Shape now = behind(nowShape);
    Pair pair = new Pair(old, now);
    if (++comparisons > COMPARISONS_MAX || !underWay.add(pair)) {
      return;
    }
    try {
      if (!throughCombination(old, now, path, differences)) {
        compareAlike(old, now, path, differences);
      }
    } finally {
      underWay.remove(pair);
    }
  }

  private static Shape behind(Shape shape) {
    Shape result = shape;
    for (int hops = 0; result instanceof Shape.Reference reference; hops++) {
      if (hops == 100) {
        return new Shape.Anything(ShapeReader.NO_NOTES); // references to nothing but each other
      }
      result = reference.target();
    }
    return result;
  }

  /// One alternative became several, or of several demands one is left.
  ///
  /// @return whether that explains the change
  private boolean throughCombination(Shape old, Shape now, String path, Differences differences) {
    if (!(old instanceof Combined) && now instanceof Combined combined) {
      boolean single = combined.parts().size() == 1;
      if (single || combined.criterion() != Criterion.ALL) {
        for (Shape part : combined.parts()) {
          Differences attempt = tried(old, part, path);
          if (attempt.breaksNothing()) {
            differences.addAll(attempt);
            if (!single) {
              differences.add(Change.SUM_TYPE_EXTENDED, here(path));
            }
            return true;
          }
        }
      }
    } else if (old instanceof Combined combined && !(now instanceof Combined)) {
      boolean single = combined.parts().size() == 1;
      if (single || combined.criterion() == Criterion.ALL) {
        for (Shape part : combined.parts()) {
          Differences attempt = tried(part, now, path);
          if (attempt.breaksNothing()) {
            differences.addAll(attempt);
            if (!single) {
              differences.add(Change.PRODUCT_TYPE_NARROWED, here(path));
            }
            return true;
          }
        }
      }
    }
    return false;
  }

  private void compareAlike(Shape old, Shape now, String path, Differences differences) {
    if (old.getClass() != now.getClass()) {
      if (!(old instanceof Shape.Never) && !(now instanceof Shape.Anything)) {
        differences.add(Change.TYPE_CHANGED, here(path));
      }
      return;
    }
    compareNotes(old.notes(), now.notes(), path, differences);
    switch (old) {
      case Shape.Text text -> compareTexts(text, (Shape.Text) now, path, differences);
      case Shape.Number number -> compareNumbers(number, (Shape.Number) now, path, differences);
      case Shape.Values values -> compareValues(values, (Shape.Values) now, path, differences);
      case Shape.Not not -> compareNots(not, (Shape.Not) now, path, differences);
      case Combined combined ->
          new CombinedDiff(this).compare(combined, (Combined) now, path, differences);
      case Shape.Properties properties ->
          new PropertiesDiff(this, properties, (Shape.Properties) now, path, differences).compare();
      case Shape.Array array ->
          new ArrayDiff(this, array, (Shape.Array) now, path, differences).compare();
      case Shape.Opaque opaque -> {
        if (!opaque.text().equals(((Shape.Opaque) now).text())) {
          differences.add(Change.COMBINED_TYPE_SUBSCHEMAS_CHANGED, here(path));
        }
      }
      case Shape.Anything a -> {}
      case Shape.Never n -> {}
      case Shape.Null n -> {}
      case Shape.Bool b -> {}
      case Shape.Reference r -> throw new IllegalStateException("a reference was not followed");
    }
  }

  private static void compareNotes(Notes old, Notes now, String path, Differences differences) {
    if (!Objects.equals(old.id(), now.id())) {
      differences.add(Change.ID_CHANGED, here(path));
    }
    if (!Objects.equals(old.title(), now.title())) {
      differences.add(Change.TITLE_CHANGED, here(path));
    }
    if (!Objects.equals(old.description(), now.description())) {
      differences.add(Change.DESCRIPTION_CHANGED, here(path));
    }
    if (!Objects.equals(old.defaultValue(), now.defaultValue())) {
      differences.add(Change.DEFAULT_CHANGED, here(path));
    }
  }

  private static void compareTexts(
      Shape.Text old, Shape.Text now, String path, Differences differences) {
    Bounds.MAX_LENGTH.compare(old.maxLength(), now.maxLength(), path, differences);
    Bounds.MIN_LENGTH.compare(old.minLength(), now.minLength(), path, differences);
    if (!Objects.equals(old.pattern(), now.pattern())) {
      Change change =
          old.pattern() == null
              ? Change.PATTERN_ADDED
              : now.pattern() == null ? Change.PATTERN_REMOVED : Change.PATTERN_CHANGED;
      differences.add(change, below(path, "pattern"));
    }
  }

  private static void compareNumbers(
      Shape.Number old, Shape.Number now, String path, Differences differences) {
    Bounds.MAXIMUM.compare(old.maximum(), now.maximum(), path, differences);
    Bounds.MINIMUM.compare(old.minimum(), now.minimum(), path, differences);
    Bounds.EXCLUSIVE_MAXIMUM.compare(
        old.exclusiveMaximum(), now.exclusiveMaximum(), path, differences);
    Bounds.EXCLUSIVE_MINIMUM.compare(
        old.exclusiveMinimum(), now.exclusiveMinimum(), path, differences);
    Change multiple = multipleOf(old.multipleOf(), now.multipleOf());
    if (multiple != null) {
      differences.add(multiple, below(path, "multipleOf"));
    }
    if (old.integer() != now.integer()) {
      differences.add(old.integer() ? Change.TYPE_EXTENDED : Change.TYPE_NARROWED, here(path));
    }
  }

  private static @Nullable Change multipleOf(@Nullable BigDecimal old, @Nullable BigDecimal now) {
    if (old == null || now == null) {
      return old == null
          ? (now == null ? null : Change.MULTIPLE_OF_ADDED)
          : Change.MULTIPLE_OF_REMOVED;
    }
    if (old.compareTo(now) == 0) {
      return null;
    }
    if (divides(now, old)) {
      return Change.MULTIPLE_OF_REDUCED;
    }
    return divides(old, now) ? Change.MULTIPLE_OF_EXPANDED : Change.MULTIPLE_OF_CHANGED;
  }

  private static boolean divides(BigDecimal divisor, BigDecimal value) {
    return divisor.signum() != 0 && value.remainder(divisor).signum() == 0;
  }

  private static void compareValues(
      Shape.Values old, Shape.Values now, String path, Differences differences) {
    if (old.values().equals(now.values())) {
      return;
    }
    Change change =
        now.values().containsAll(old.values())
            ? Change.ENUM_ARRAY_EXTENDED
            : old.values().containsAll(now.values())
                ? Change.ENUM_ARRAY_NARROWED
                : Change.ENUM_ARRAY_CHANGED;
    differences.add(change, below(path, old.constant() ? "const" : "enum"));
  }

  /// What is refused may become less.
  private void compareNots(Shape.Not old, Shape.Not now, String path, Differences differences) {
    boolean narrowed = tried(now.refused(), old.refused(), path).breaksNothing();
    boolean extended = tried(old.refused(), now.refused(), path).breaksNothing();
    if (narrowed && extended) {
      return;
    }
    differences.add(
        narrowed ? Change.NOT_TYPE_NARROWED : Change.NOT_TYPE_EXTENDED, below(path, "not"));
  }

  /// Compares what is let in beside what is named.
  void compareRest(
      Shape.Rest old, Shape.Rest now, String path, RestChanges changes, Differences differences) {
    Change change = null;
    if (old.permitted() != now.permitted()) {
      change = now.permitted() ? changes.added() : changes.removed();
    } else if (old.shape() == null && now.shape() != null) {
      change = changes.narrowed();
    } else if (old.shape() != null && now.shape() == null) {
      change = changes.extended();
    } else if (old.shape() != null && now.shape() != null) {
      compare(old.shape(), now.shape(), path, differences);
    }
    if (change != null) {
      differences.add(change, path);
    }
  }

  /// The names that changes of a [Shape.Rest] have.
  record RestChanges(Change added, Change removed, Change extended, Change narrowed) {}

  /// Whether every one of some demands breaks nothing.
  static boolean all(List<Differences> tried) {
    return tried.stream().allMatch(Differences::breaksNothing);
  }
}
