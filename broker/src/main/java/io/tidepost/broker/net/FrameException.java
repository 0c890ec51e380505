package io.tidepost.broker.net;

/// What a peer sent is not a request that this broker can serve; its connection is closed, nobody
/// else's. Carries no stack trace.
public final class FrameException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// @param reason one sentence for the log
  public FrameException(String reason) {
    super(reason, null, false, false);
  }

  /// The reason, never null.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
