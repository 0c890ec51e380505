package io.tidepost.registry.compatibility.avro;

import io.tidepost.registry.compatibility.Difference;
import io.tidepost.registry.compatibility.Direction;
import io.tidepost.registry.schema.AvroSchema;
import java.util.List;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/// Avro's schema resolution (specification 1.12), as Avro's own library decides it.
public final class AvroCompatibility {

  private AvroCompatibility() {}

  /// Why `reader` cannot read everything that `writer` writes.
  public static List<Difference> reads(AvroSchema reader, AvroSchema writer, Direction direction) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader.schema(), writer.schema())
        .getResult()
        .getIncompatibilities()
        .stream()
        .map(each -> difference(each, direction))
        .toList();
  }

  private static Difference difference(Incompatibility found, Direction direction) {
    String path = found.getLocation();
    String message =
        switch (found.getType()) {
          case NAME_MISMATCH ->
              "the name of the schema at path '%s' has changed (%s)"
                  .formatted(path, found.getMessage());
          case FIXED_SIZE_MISMATCH ->
              "the size of the fixed at path '%s' differs: %s".formatted(path, found.getMessage());
          case MISSING_ENUM_SYMBOLS ->
              "the {reader} schema lacks enum symbols %s at path '%s' that the {writer} schema has"
                  .formatted(found.getMessage(), path);
          case READER_FIELD_MISSING_DEFAULT_VALUE ->
              "the field '%s' at path '%s' in the {reader} schema has no default value and is missing in the {writer} schema"
                  .formatted(found.getMessage(), path);
          case TYPE_MISMATCH ->
              "the type at path '%s' in the {reader} schema does not read the one in the {writer} schema: %s"
                  .formatted(path, found.getMessage());
          case MISSING_UNION_BRANCH ->
              "the {reader} schema's union at path '%s' lacks a type that the {writer} schema's has: %s"
                  .formatted(path, found.getMessage());
        };
    String advice =
        switch (found.getType()) {
          case NAME_MISMATCH -> "keep the name, or add the former one to `aliases`";
          case FIXED_SIZE_MISMATCH -> "keep the size, or use `bytes`";
          case MISSING_ENUM_SYMBOLS -> "keep the symbols, or give the {reader} enum a `default`";
          case READER_FIELD_MISSING_DEFAULT_VALUE ->
              "give the field a `default`, or keep it in the {writer} schema";
          case TYPE_MISMATCH -> "keep the type, or promote it (int to long, float or double)";
          case MISSING_UNION_BRANCH -> "keep the type in the union";
        };
    return new Difference(
        found.getType().name(), path, direction.say(message), direction.say(advice));
  }
}
