package io.tidepost.console.cluster;

import java.io.Serial;

/// Something that the person in front of the page is to be told.
public final class ConsoleFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  /// @param status of the answer, as HTTP has it
  /// @param message one sentence for people
  public ConsoleFailure(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
