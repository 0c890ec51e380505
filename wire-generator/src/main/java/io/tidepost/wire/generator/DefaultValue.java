package io.tidepost.wire.generator;

import io.tidepost.wire.generator.FieldType.Primitive;

/// The default of a field as Java: its initialiser, and the test that it is set to something else.
final class DefaultValue {

  private DefaultValue() {}

  /// A Java expression.
  ///
  /// @throws IllegalArgumentException when the definition's default does not fit the type
  static String expression(Field field) {
    String text = field.defaultText();
    if (field.nullByDefault()) {
      if (field.type() != Primitive.RECORDS && !field.nullable().contains(field.versions())) {
        throw new IllegalArgumentException(field.name() + " is null by default but not nullable");
      }
      return "null";
    }
    if (field.type() instanceof Primitive primitive) {
      return primitive(field, primitive, text);
    }
    if (!text.isEmpty()) {
      throw new IllegalArgumentException(field.name() + " cannot have the default '" + text + "'");
    }
    return field.type() instanceof FieldType.Struct struct
        ? "new " + struct.name() + "()"
        : "new ArrayList<>()";
  }

  private static String primitive(Field field, Primitive type, String text) {
    if (type.isNumber()) {
      return number(field, type, text.isEmpty() ? "0" : text);
    }
    switch (type) {
      case BOOL:
        return Boolean.toString(Boolean.parseBoolean(text));
      case STRING:
        return '"' + text + '"';
      default:
        if (!text.isEmpty()) {
          throw new IllegalArgumentException(
              field.name() + " cannot have the default '" + text + "'");
        }
        return type == Primitive.UUID ? "Uuid.ZERO" : "WireReader.EMPTY";
    }
  }

  private static String number(Field field, Primitive type, String text) {
    try {
      switch (type) {
        case FLOAT64:
          return Double.toString(Double.parseDouble(text));
        case INT8:
          return Byte.toString(Byte.decode(text));
        case INT16:
          return Short.toString(Short.decode(text));
        case INT64:
        case UINT32:
          return Long.decode(text) + "L";
        default:
          return Integer.toString(Integer.decode(text));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          field.name() + " of " + type + " cannot have the default '" + text + "'", e);
    }
  }

  /// A Java condition that holds when the field differs from its default.
  static String differs(Field field) {
    String name = "this." + field.javaName();
    if (field.nullByDefault()) {
      return name + " != null";
    }
    if (field.type() instanceof Primitive primitive && primitive.isNumber()) {
      return name + " != " + expression(field);
    }
    if (field.type() == Primitive.BOOL) {
      return Boolean.parseBoolean(field.defaultText()) ? "!" + name : name;
    }
    String differs;
    if (field.type() instanceof FieldType.Array) {
      differs = "!" + name + ".isEmpty()";
    } else if (field.type() instanceof FieldType.Struct) {
      differs = "!" + name + ".isDefault()";
    } else if (field.type() == Primitive.BYTES) {
      differs = name + ".hasRemaining()";
    } else if (field.type() == Primitive.STRING && field.defaultText().isEmpty()) {
      differs = "!" + name + ".isEmpty()";
    } else {
      differs = "!" + name + ".equals(" + expression(field) + ")";
    }
    return field.nullable().isEmpty() ? differs : "(" + name + " == null || " + differs + ")";
  }
}
