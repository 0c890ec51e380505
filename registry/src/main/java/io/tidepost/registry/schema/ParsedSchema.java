package io.tidepost.registry.schema;

/// A schema that was understood. Immutable.
public sealed interface ParsedSchema permits AvroSchema, JsonSchema, ProtobufSchema {

  SchemaType type();

  /// The text as it is stored and compared: what was given, with its white space and comments
  /// regulated.
  String canonicalText();

  /// The text with everything regulated that does not change its meaning (order of properties,
  /// qualified names), as `normalize=true` asks for.
  String normalizedText();

  /// Full name of the record, message or title it describes; empty when it has none.
  String name();
}
