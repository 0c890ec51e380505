package io.tidepost.coordinator.group.consumer;

import io.tidepost.wire.ErrorCode;

/// Why a request is not done.
///
/// @param error what the client is told
/// @param message why, in words
public record Denial(ErrorCode error, String message) {}
