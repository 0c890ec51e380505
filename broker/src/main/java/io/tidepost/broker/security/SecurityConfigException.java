package io.tidepost.broker.security;

/// What is configured for a listener's security cannot work. The message is one sentence for the
/// operator that names option or file, and never a secret.
public final class SecurityConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  public SecurityConfigException(String message) {
    super(message);
  }

  public SecurityConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
