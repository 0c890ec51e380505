package io.tidepost.coordinator.runtime;

/// Names a timer; setting it again replaces it.
///
/// @param kind what the timer watches, for example `session`
/// @param key the command key it belongs to, for example a group id
/// @param detail tells timers of one kind and key apart, for example a member id; may be empty
public record TimerKey(String kind, String key, String detail) {}
