package io.tidepost.broker.question;

import io.tidepost.wire.ErrorCode;

/// A node does not answer a question.
public final class RefusedQuestion extends Exception {

  private static final long serialVersionUID = 1L;

  private final ErrorCode error;

  /// @param message one sentence for people
  public RefusedQuestion(ErrorCode error, String message) {
    super(message);
    this.error = error;
  }

  public ErrorCode error() {
    return error;
  }
}
