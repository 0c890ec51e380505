package io.tidepost.registry.compatibility;

import io.tidepost.registry.compatibility.avro.AvroCompatibility;
import io.tidepost.registry.compatibility.json.JsonCompatibility;
import io.tidepost.registry.compatibility.protobuf.ProtobufCompatibility;
import io.tidepost.registry.schema.AvroSchema;
import io.tidepost.registry.schema.JsonSchema;
import io.tidepost.registry.schema.ParsedSchema;
import io.tidepost.registry.schema.ProtobufSchema;
import java.util.ArrayList;
import java.util.List;

/// Decides whether a schema may follow the versions before it.
public final class CompatibilityChecker {

  /// A version that is there.
  public record Version(int number, ParsedSchema schema) {}

  private CompatibilityChecker() {}

  /// @param previous versions that count, oldest first
  /// @param lenient whether the subject's `compatibilityPolicy` is `LENIENT`, which lets JSON
  ///   schemas with an open content model name new properties
  /// @return empty when it may follow
  public static List<Incompatibility> check(
      CompatibilityLevel level, ParsedSchema next, List<Version> previous, boolean lenient) {
    List<Incompatibility> result = new ArrayList<>();
    if (previous.isEmpty()) {
      return result;
    }
    List<Version> against = level.transitive() ? previous.reversed() : List.of(previous.getLast());
    for (Version version : against) {
      List<Difference> differences = new ArrayList<>();
      if (level.backward()) {
        differences.addAll(reads(next, version.schema(), lenient, Direction.NEW_READS_OLD));
      }
      if (level.forward()) {
        differences.addAll(reads(version.schema(), next, lenient, Direction.OLD_READS_NEW));
      }
      differences.forEach(each -> result.add(new Incompatibility(version.number(), each)));
      if (!result.isEmpty()) {
        return result;
      }
    }
    return result;
  }

  /// Why a reader cannot read everything that a writer writes.
  static List<Difference> reads(
      ParsedSchema reader, ParsedSchema writer, boolean lenient, Direction direction) {
    return switch (reader) {
      case AvroSchema avro when writer instanceof AvroSchema other ->
          AvroCompatibility.reads(avro, other, direction);
      case JsonSchema json when writer instanceof JsonSchema other ->
          JsonCompatibility.reads(json, other, lenient, direction);
      case ProtobufSchema protobuf when writer instanceof ProtobufSchema other ->
          ProtobufCompatibility.reads(protobuf, other, direction);
      default ->
          List.of(
              new Difference(
                  "SCHEMA_TYPE_CHANGED",
                  "#/",
                  "a schema of type "
                      + reader.type()
                      + " does not read data of type "
                      + writer.type(),
                  "keep the schema type of the subject, or use a new subject"));
    };
  }
}
