package io.tidepost.registry.form;

import io.tidepost.registry.form.FormField.Kind;
import io.tidepost.registry.schema.AvroSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/// Fields of Avro records. A record in a record has its fields in the form, too; what may be null
/// stays empty for that.
final class AvroFields {

  private static final int DEPTH_MAX = 4;

  private AvroFields() {}

  static List<FormField> of(AvroSchema schema) {
    List<FormField> fields = new ArrayList<>();
    Schema root = schema.schema();
    if (root.getType() == Schema.Type.RECORD) {
      walk(root, List.of(), fields);
    }
    return fields;
  }

  private static void walk(Schema record, List<String> prefix, List<FormField> into) {
    for (Schema.Field field : record.getFields()) {
      List<String> path = new ArrayList<>(prefix);
      path.add(field.name());
      Schema schema = field.schema();
      Schema some = optional(schema);
      if (some == null && schema.getType() == Schema.Type.RECORD && path.size() < DEPTH_MAX) {
        walk(schema, path, into);
      } else {
        into.add(field(field, List.copyOf(path), some == null ? schema : some, some != null));
      }
    }
  }

  /// What a union of null and one other type has besides null; `null` for anything else.
  private static @org.jspecify.annotations.Nullable Schema optional(Schema schema) {
    if (schema.getType() != Schema.Type.UNION || schema.getTypes().size() != 2) {
      return null;
    }
    Schema first = schema.getTypes().get(0);
    Schema second = schema.getTypes().get(1);
    return first.getType() == Schema.Type.NULL
        ? second
        : second.getType() == Schema.Type.NULL ? first : null;
  }

  private static FormField field(
      Schema.Field field, List<String> path, Schema schema, boolean optional) {
    List<String> choices =
        switch (schema.getType()) {
          case ENUM -> schema.getEnumSymbols();
          case BOOLEAN -> List.of("true", "false");
          default -> List.of();
        };
    Kind kind =
        switch (schema.getType()) {
          case ENUM, BOOLEAN -> Kind.CHOICE;
          case INT, LONG, FLOAT, DOUBLE -> Kind.NUMBER;
          case STRING, BYTES, FIXED -> Kind.TEXT;
          default -> Kind.JSON;
        };
    String type =
        schema.getType() == Schema.Type.BOOLEAN
            ? "boolean"
            : schema.getLogicalType() != null
                ? schema.getLogicalType().getName()
                : schema.getName();
    return new FormField(
        path,
        kind,
        optional && !type.equals("boolean") ? type + ", or nothing" : type,
        choices,
        initial(field, kind),
        !optional,
        field.doc() == null ? "" : field.doc(),
        optional ? schema.getFullName() : "");
  }

  private static String initial(Schema.Field field, Kind kind) {
    Object value = field.hasDefaultValue() ? field.defaultVal() : null;
    return value == null || value == JsonProperties.NULL_VALUE || kind == Kind.JSON
        ? kind == Kind.JSON && value instanceof List<?> list && list.isEmpty() ? "[]" : ""
        : value instanceof byte[] ? "" : String.valueOf(value);
  }
}
