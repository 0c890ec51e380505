package io.tidepost.base.option;

/// A value that somebody set.
///
/// @param text as it was written
/// @param typed as it was understood
/// @param origin where it was set
public record OptionValue(String text, Object typed, Origin origin) {}
