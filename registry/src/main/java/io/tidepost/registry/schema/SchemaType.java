package io.tidepost.registry.schema;

import org.jspecify.annotations.Nullable;

/// The languages that schemas are written in.
public enum SchemaType {
  AVRO,
  JSON,
  PROTOBUF;

  /// The type by the name that requests and stored records use.
  ///
  /// @param name `null` or empty stands for [#AVRO]
  /// @return `null` when there is no such type
  public static @Nullable SchemaType of(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return AVRO;
    }
    for (SchemaType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }
}
