package io.tidepost.registry.schema;

/// A schema that another one rests on.
///
/// @param name under which the referring text knows it: the full name of an Avro type, the `$ref`
///   of JSON Schema, the imported file of Protobuf
/// @param subject where it is registered
/// @param version under which it is registered there
public record SchemaReference(String name, String subject, int version) {}
