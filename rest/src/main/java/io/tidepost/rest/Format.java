package io.tidepost.rest;

import io.tidepost.registry.schema.SchemaType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What keys and values in a body are.
enum Format {
  /// JSON, stored as its text.
  JSON,
  /// Base64 of the bytes.
  BINARY,
  /// JSON, stored in Avro's encoding behind the id of a schema.
  AVRO,
  /// JSON that keeps to a schema, stored behind its id.
  JSONSCHEMA,
  /// JSON, stored as a Protobuf message behind the id of a schema.
  PROTOBUF;

  /// Content type of answers without records.
  static final String ANSWERS = "application/vnd.kafka.v2+json";

  private static final String PREFIX = "application/vnd.kafka.";
  private static final String SUFFIX = ".v2+json";

  /// The format that a content type names, `null` when it names none.
  static @Nullable Format ofContentType(@Nullable String type) {
    if (type == null) {
      return null;
    }
    for (String each : type.split(",", -1)) {
      String bare = each.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (bare.startsWith(PREFIX) && bare.endsWith(SUFFIX) && bare.length() > ANSWERS.length()) {
        Format format = named(bare.substring(PREFIX.length(), bare.length() - SUFFIX.length()));
        if (format != null) {
          return format;
        }
      }
    }
    return null;
  }

  /// The format of a name in any case, `null` when there is none.
  static @Nullable Format named(String name) {
    for (Format format : values()) {
      if (format.name().equalsIgnoreCase(name)) {
        return format;
      }
    }
    return null;
  }

  String contentType() {
    return PREFIX + name().toLowerCase(Locale.ROOT) + SUFFIX;
  }

  /// The language of its schemas, `null` when it has none.
  @Nullable SchemaType schemaType() {
    return switch (this) {
      case JSON, BINARY -> null;
      case AVRO -> SchemaType.AVRO;
      case JSONSCHEMA -> SchemaType.JSON;
      case PROTOBUF -> SchemaType.PROTOBUF;
    };
  }
}
