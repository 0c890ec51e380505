package io.tidepost.registry.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.registry.schema.InvalidSchemaException;
import io.tidepost.registry.schema.ParsedSchema;
import io.tidepost.registry.schema.SchemaParser;
import io.tidepost.registry.schema.SchemaType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/// Every one of several schemas against every one, at all levels, with a rule in a line that says
/// which reads which.
final class Matrix<T> {

  /// Makes a schema's text.
  interface Writer<T> {
    String text(T what);
  }

  private final SchemaType type;
  private final List<T> all;
  private final BiPredicate<T, T> reads;

  /// @param reads whether who has the first can read what was written with the second
  Matrix(SchemaType type, List<T> all, BiPredicate<T, T> reads) {
    this.type = type;
    this.all = all;
    this.reads = reads;
  }

  /// @return how many pairs were looked at
  int check(Writer<T> writer) throws InvalidSchemaException {
    List<ParsedSchema> parsed = new ArrayList<>();
    for (T each : all) {
      parsed.add(SchemaParser.parse(type, writer.text(each), List.of()));
    }
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < all.size(); j++) {
        check(parsed.get(i), all.get(i), parsed.get(j), all.get(j));
      }
    }
    return all.size() * all.size();
  }

  private void check(ParsedSchema now, T is, ParsedSchema old, T was) {
    boolean backward = reads.test(is, was);
    boolean forward = reads.test(was, is);
    for (CompatibilityLevel level : CompatibilityLevel.values()) {
      boolean expected = (!level.backward() || backward) && (!level.forward() || forward);
      List<Incompatibility> found =
          CompatibilityChecker.check(
              level, now, List.of(new CompatibilityChecker.Version(1, old)), false);
      assertEquals(
          expected, found.isEmpty(), () -> level + ": " + was + " becomes " + is + ": " + found);
    }
  }
}
