package io.tidepost.registry.compatibility;

/// Why a new schema may not follow an older version.
///
/// @param version the older version
/// @param difference what stands in the way
public record Incompatibility(int version, Difference difference) {}
