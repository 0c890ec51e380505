package io.tidepost.metadata.controller;

import io.tidepost.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Why the controller says no to a part of a command: an ordinary value that ends in a response.
///
/// @param error Kafka's error
/// @param message a sentence for a human
public record Failure(ErrorCode error, String message) {

  /// The error with Kafka's general sentence for it.
  public static Failure of(ErrorCode error) {
    return new Failure(error, error.message());
  }

  /// The number of `failure` on the wire, 0 when there is none.
  public static short code(@Nullable Failure failure) {
    return failure == null ? 0 : failure.error().code();
  }

  /// The sentence of `failure`, `null` when there is none.
  public static @Nullable String message(@Nullable Failure failure) {
    return failure == null ? null : failure.message();
  }
}
