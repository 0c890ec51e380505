package io.tidepost.broker.api;

import io.tidepost.wire.ErrorCode;

/// The protocol says no to the whole request. Carries no stack trace: it is an answer, not a fault.
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode error;

  /// @param message one sentence for the client that names the culprit
  public ApiException(ErrorCode error, String message) {
    super(message, null, false, false);
    this.error = error;
  }

  public ErrorCode error() {
    return error;
  }
}
