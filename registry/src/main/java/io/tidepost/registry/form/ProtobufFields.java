package io.tidepost.registry.form;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.tidepost.registry.form.FormField.Kind;
import io.tidepost.registry.schema.ProtobufSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Fields of a Protobuf file's first message, by their names in the file. What stays empty is not
/// set.
final class ProtobufFields {

  private static final int DEPTH_MAX = 4;
  private static final String WELL_KNOWN = "google.protobuf.";

  private ProtobufFields() {}

  static List<FormField> of(ProtobufSchema schema) {
    List<FormField> fields = new ArrayList<>();
    List<Descriptor> messages = schema.descriptor().getMessageTypes();
    if (!messages.isEmpty()) {
      walk(messages.getFirst(), List.of(), fields);
    }
    return fields;
  }

  private static void walk(Descriptor message, List<String> prefix, List<FormField> into) {
    for (FieldDescriptor field : message.getFields()) {
      List<String> path = new ArrayList<>(prefix);
      path.add(field.getName());
      boolean nested =
          field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && !field.isRepeated()
              && !field.getMessageType().getFullName().startsWith(WELL_KNOWN)
              && field.getRealContainingOneof() == null;
      if (nested && path.size() < DEPTH_MAX) {
        walk(field.getMessageType(), path, into);
      } else {
        into.add(field(field, List.copyOf(path)));
      }
    }
  }

  private static FormField field(FieldDescriptor field, List<String> path) {
    if (field.isRepeated()) {
      return made(field, path, Kind.JSON, field.isMapField() ? "map" : "list", List.of());
    }
    return switch (field.getJavaType()) {
      case BOOLEAN -> made(field, path, Kind.CHOICE, "boolean", List.of("true", "false"));
      case ENUM ->
          made(
              field,
              path,
              Kind.CHOICE,
              field.getEnumType().getName(),
              field.getEnumType().getValues().stream().map(EnumValueDescriptor::getName).toList());
      case INT, LONG, FLOAT, DOUBLE -> made(field, path, Kind.NUMBER, type(field), List.of());
      case STRING -> made(field, path, Kind.TEXT, "string", List.of());
      case BYTE_STRING -> made(field, path, Kind.TEXT, "bytes, as Base64", List.of());
      case MESSAGE ->
          made(field, path, Kind.JSON, field.getMessageType().getName() + " as JSON", List.of());
    };
  }

  private static String type(FieldDescriptor field) {
    return field.getType().name().toLowerCase(Locale.ROOT);
  }

  private static FormField made(
      FieldDescriptor field, List<String> path, Kind kind, String type, List<String> choices) {
    return new FormField(
        path,
        kind,
        type,
        choices,
        "",
        field.isRequired(),
        field.getRealContainingOneof() == null
            ? ""
            : "One of " + field.getRealContainingOneof().getName() + ": fill in one at most.",
        "");
  }
}
