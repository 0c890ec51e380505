package io.tidepost.coordinator.runtime;

import io.tidepost.wire.ErrorCode;

/// The partition refused a batch; nothing of it was appended.
public final class AppendException extends Exception {

  private static final long serialVersionUID = 1;

  private final ErrorCode error;

  /// @param error the error a producer would have got
  /// @param message names the topic-partition and the reason
  public AppendException(ErrorCode error, String message) {
    super(message);
    this.error = error;
  }

  /// The error a producer would have got.
  public ErrorCode error() {
    return error;
  }
}
