package io.tidepost.registry.compatibility.protobuf;

import io.tidepost.registry.compatibility.Difference;
import io.tidepost.registry.compatibility.Direction;
import io.tidepost.registry.schema.ProtobufSchema;
import java.util.List;

/// Whether readers with one Protobuf schema read data of another, by the wire format.
public final class ProtobufCompatibility {

  private ProtobufCompatibility() {}

  /// Why `reader` cannot read everything that `writer` writes.
  public static List<Difference> reads(
      ProtobufSchema reader, ProtobufSchema writer, Direction direction) {
    return ProtobufDiff.between(writer, reader).stream()
        .filter(found -> found.change().breaks)
        .map(found ->
            new Difference(
                found.change().name(),
                found.path(),
                direction.say(message(found.change(), found.path())),
                direction.say(advice(found.change()))))
        .toList();
  }

  private static String message(Change change, String path) {
    String what =
        switch (change) {
          case PACKAGE_CHANGED ->
              "the package differs between the {reader} and the {writer} schema";
          case MESSAGE_REMOVED -> "the message at path '%s' is missing in the {reader} schema";
          case FIELD_KIND_CHANGED ->
              "the field at path '%s' changed between a scalar, a message and a map";
          case FIELD_SCALAR_KIND_CHANGED ->
              "the field at path '%s' has a scalar type that is written in another way";
          case FIELD_NAMED_TYPE_CHANGED ->
              "the field at path '%s' has another message type in the {reader} schema";
          case FIELD_NUMERIC_LABEL_CHANGED ->
              "the numeric field at path '%s' changed between repeated and single";
          case REQUIRED_FIELD_ADDED ->
              "the field at path '%s' is required in the {reader} schema and not in the {writer}"
                  + " schema";
          case REQUIRED_FIELD_REMOVED ->
              "the required field at path '%s' is missing in the {reader} schema";
          case ONEOF_FIELD_REMOVED ->
              "the field at path '%s' of a oneof is missing in the {reader} schema";
          case MULTIPLE_FIELDS_MOVED_TO_ONEOF ->
              "several fields came together in the oneof at path '%s'";
          case FIELD_MOVED_TO_EXISTING_ONEOF -> "a field came to others in the oneof at path '%s'";
          default -> "the schema changed at path '%s'";
        };
    return what.formatted(path);
  }

  private static String advice(Change change) {
    return switch (change) {
      case PACKAGE_CHANGED -> "keep the package";
      case MESSAGE_REMOVED -> "keep the message, even if nothing uses it";
      case FIELD_KIND_CHANGED, FIELD_SCALAR_KIND_CHANGED, FIELD_NAMED_TYPE_CHANGED ->
          "keep the type, and add a field with a new number for the new one";
      case FIELD_NUMERIC_LABEL_CHANGED -> "keep the label, and add a field with a new number";
      case REQUIRED_FIELD_ADDED, REQUIRED_FIELD_REMOVED -> "use optional fields";
      case ONEOF_FIELD_REMOVED -> "keep the field in its oneof";
      case MULTIPLE_FIELDS_MOVED_TO_ONEOF, FIELD_MOVED_TO_EXISTING_ONEOF ->
          "leave fields where they are, and add new ones to the oneof";
      default -> "";
    };
  }
}
