package io.tidepost.registry.compatibility;

/// One way in which a new schema differs from an old one.
///
/// @param kind what changed, such as `TYPE_CHANGED`
/// @param path where, in the way of its language (`#/properties/age`)
/// @param message what it means to readers, in a sentence
/// @param advice what would make it harmless, or empty
public record Difference(String kind, String path, String message, String advice) {}
