package io.tidepost.registry.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidepost.registry.schema.InvalidSchemaException;
import io.tidepost.registry.schema.ParsedSchema;
import io.tidepost.registry.schema.SchemaParser;
import io.tidepost.registry.schema.SchemaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The files of verdicts: which changes break readers, in which direction, at which level.
final class VerdictsTest {

  static List<Verdict> avro() {
    return Verdict.read("avro.txt");
  }

  static List<Verdict> json() {
    return Verdict.read("json.txt");
  }

  static List<Verdict> protobuf() {
    return Verdict.read("protobuf.txt");
  }

  @ParameterizedTest
  @MethodSource("avro")
  void avro(Verdict verdict) throws InvalidSchemaException {
    check(SchemaType.AVRO, verdict);
  }

  @ParameterizedTest
  @MethodSource("json")
  void json(Verdict verdict) throws InvalidSchemaException {
    check(SchemaType.JSON, verdict);
  }

  @ParameterizedTest
  @MethodSource("protobuf")
  void protobuf(Verdict verdict) throws InvalidSchemaException {
    check(SchemaType.PROTOBUF, verdict);
  }

  private static void check(SchemaType type, Verdict verdict) throws InvalidSchemaException {
    ParsedSchema old = SchemaParser.parse(type, verdict.get("old"), List.of());
    ParsedSchema now = SchemaParser.parse(type, verdict.get("new"), List.of());
    assertEquals(
        expected(verdict.get("backward")),
        found(now, old, verdict, Direction.NEW_READS_OLD),
        "backward");
    assertEquals(
        expected(verdict.get("forward")),
        found(old, now, verdict, Direction.OLD_READS_NEW),
        "forward");
    for (CompatibilityLevel level : CompatibilityLevel.values()) {
      boolean allowed =
          (!level.backward() || verdict.isOk("backward"))
              && (!level.forward() || verdict.isOk("forward"));
      assertEquals(allowed, may(level, now, List.of(old), verdict), level::name);
      // Only the transitive levels look behind the latest version.
      assertEquals(
          allowed || !level.transitive(), may(level, now, List.of(old, now), verdict), level::name);
    }
    assertNormalizing(type, verdict.get("new"), now);
  }

  private static Set<String> expected(String text) {
    return text.equals("ok") ? Set.of() : new TreeSet<>(List.of(text.split(", ")));
  }

  private static Set<String> found(
      ParsedSchema reader, ParsedSchema writer, Verdict verdict, Direction direction) {
    Set<String> result = new TreeSet<>();
    for (Difference each :
        CompatibilityChecker.reads(reader, writer, verdict.lenient(), direction)) {
      result.add(each.kind() + " " + each.path());
      assertFalse(each.message().contains("{"), each.message());
      assertFalse(each.message().contains("%"), each.message());
      assertFalse(each.advice().contains("{"), each.advice());
    }
    return result;
  }

  private static boolean may(
      CompatibilityLevel level, ParsedSchema next, List<ParsedSchema> previous, Verdict verdict) {
    List<CompatibilityChecker.Version> versions = new ArrayList<>();
    previous.forEach(
        each -> versions.add(new CompatibilityChecker.Version(versions.size() + 1, each)));
    return CompatibilityChecker.check(level, next, versions, verdict.lenient()).isEmpty();
  }

  /// What is printed means the same, and is printed the same again.
  private static void assertNormalizing(SchemaType type, String text, ParsedSchema schema)
      throws InvalidSchemaException {
    ParsedSchema canonical = SchemaParser.parse(type, schema.canonicalText(), List.of());
    assertEquals(schema.canonicalText(), canonical.canonicalText(), text);
    ParsedSchema normalized = SchemaParser.parse(type, schema.normalizedText(), List.of());
    assertEquals(schema.normalizedText(), normalized.normalizedText(), text);
    for (Direction direction : Direction.values()) {
      assertEquals(
          List.of(), CompatibilityChecker.reads(normalized, schema, false, direction), text);
    }
  }
}
