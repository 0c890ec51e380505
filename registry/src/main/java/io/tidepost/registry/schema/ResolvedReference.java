package io.tidepost.registry.schema;

/// A reference with the text it stands for.
///
/// @param name under which referring texts know it
/// @param text of the schema
public record ResolvedReference(String name, String text) {}
