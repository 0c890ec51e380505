package io.tidepost.base.option;

/// A password or key that must not reach logs, replies or error messages: its text form hides it.
///
/// @param reveal the secret itself
public record Secret(String reveal) {

  /// What is shown instead of a secret.
  public static final String HIDDEN = "[hidden]";

  @Override
  public String toString() {
    return HIDDEN;
  }
}
