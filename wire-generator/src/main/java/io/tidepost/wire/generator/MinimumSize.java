package io.tidepost.wire.generator;

import io.tidepost.wire.generator.FieldType.Primitive;

/// The fewest bytes that a value can take on the wire: what an announced count of elements is
/// checked against before anything is allocated for it.
final class MinimumSize {

  private MinimumSize() {}

  /// @param type an array's element type
  /// @param versions versions in which the array can occur
  static int of(Message message, FieldType type, VersionRange flexible, VersionRange versions) {
    int least = Integer.MAX_VALUE;
    for (int version = versions.lowest(); version <= versions.highest(); version++) {
      least = Math.min(least, at(message, type, flexible, false, version));
    }
    if (least < 1 || least == Integer.MAX_VALUE) {
      throw new IllegalArgumentException(message.name() + ": an element takes no bytes: " + type);
    }
    return least;
  }

  private static int at(
      Message message, FieldType type, VersionRange flexible, boolean nullable, int version) {
    boolean compact = flexible.contains(version);
    if (type instanceof Primitive primitive) {
      if (primitive.fixedLength > 0) {
        return primitive.fixedLength;
      }
      return compact ? 1 : primitive == Primitive.STRING ? 2 : 4;
    }
    if (type instanceof FieldType.Array) {
      return compact ? 1 : 4;
    }
    if (nullable) {
      return 1;
    }
    Struct struct = message.struct(((FieldType.Struct) type).name());
    int size = message.flexible().contains(version) ? 1 : 0;
    for (Field field : struct.fields()) {
      if (field.inPlace().contains(version)) {
        size +=
            at(
                message,
                field.type(),
                field.flexible(),
                field.nullable().contains(version),
                version);
      }
    }
    return size;
  }
}
