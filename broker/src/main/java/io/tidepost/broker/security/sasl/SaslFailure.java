package io.tidepost.broker.security.sasl;

import org.jspecify.annotations.Nullable;

/// A client could not be authenticated. Carries no stack trace: it is an answer, not a fault.
public final class SaslFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean forClient;

  private SaslFailure(String message, boolean forClient) {
    super(message, null, false, false);
    this.forClient = forClient;
  }

  /// A failure whose reason the client may know: it gives away nothing about other users.
  public static SaslFailure told(String message) {
    return new SaslFailure(message, true);
  }

  /// A failure whose reason is for the log only; it never names a secret.
  public static SaslFailure hidden(String message) {
    return new SaslFailure(message, false);
  }

  /// What the client is told; `null` stands for Kafka's general sentence.
  @Nullable String clientMessage() {
    return forClient ? getMessage() : null;
  }
}
