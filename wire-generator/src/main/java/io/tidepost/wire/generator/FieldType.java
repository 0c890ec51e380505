package io.tidepost.wire.generator;

import java.util.Locale;

/// The type of a field as the definitions name it.
sealed interface FieldType {

  /// Types that are not built from others. Each knows its Java type, the type inside a list, the
  /// suffix of its methods in `WireReader` and `WireWriter`, and its length on the wire.
  enum Primitive implements FieldType {
    BOOL("boolean", "Boolean", "Boolean", 1),
    INT8("byte", "Byte", "Int8", 1),
    INT16("short", "Short", "Int16", 2),
    UINT16("int", "Integer", "Uint16", 2),
    INT32("int", "Integer", "Int32", 4),
    UINT32("long", "Long", "Uint32", 4),
    INT64("long", "Long", "Int64", 8),
    FLOAT64("double", "Double", "Float64", 8),
    UUID("Uuid", "Uuid", "Uuid", 16),
    STRING("String", "String", "String", 0),
    BYTES("ByteBuffer", "ByteBuffer", "Bytes", 0),
    RECORDS("RecordData", "RecordData", "Records", 0);

    final String javaType;
    final String boxedType;
    final String methodSuffix;

    /// In bytes; 0 for a type with a length prefix.
    final int fixedLength;

    Primitive(String javaType, String boxedType, String methodSuffix, int fixedLength) {
      this.javaType = javaType;
      this.boxedType = boxedType;
      this.methodSuffix = methodSuffix;
      this.fixedLength = fixedLength;
    }

    boolean isNumber() {
      return fixedLength > 0 && this != BOOL && this != UUID;
    }
  }

  /// One structure in place.
  record Struct(String name) implements FieldType {}

  /// A list. Elements are never null.
  record Array(FieldType element) implements FieldType {}

  /// Reads `int32`, `[]string`, `FetchTopic`, `[]FetchTopic`.
  static FieldType parse(String text) {
    if (text.startsWith("[]")) {
      FieldType element = parse(text.substring(2));
      if (element instanceof Array || element == Primitive.RECORDS || element == Primitive.BYTES) {
        throw new IllegalArgumentException("no such array: '" + text + "'");
      }
      return new Array(element);
    }
    if (Character.isUpperCase(text.charAt(0))) {
      return new Struct(text);
    }
    try {
      return Primitive.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("unknown field type '" + text + "'", e);
    }
  }

  /// The type as generated source names it.
  default String javaType() {
    if (this instanceof Primitive primitive) {
      return primitive.javaType;
    }
    if (this instanceof Struct struct) {
      return struct.name();
    }
    FieldType element = ((Array) this).element();
    return "List<"
        + (element instanceof Primitive primitive ? primitive.boxedType : element.javaType())
        + ">";
  }
}
