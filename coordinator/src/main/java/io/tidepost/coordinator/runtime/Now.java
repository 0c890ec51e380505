package io.tidepost.coordinator.runtime;

/// What time it is in the current turn.
///
/// @param wallMillis milliseconds since 1970; goes into records, may jump
/// @param monotonicMillis milliseconds from an arbitrary origin; timers run on it, never goes back
public record Now(long wallMillis, long monotonicMillis) {}
