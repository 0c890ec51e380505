package io.tidepost.operate;

/// What a person should read when something was not done: one sentence that names the culprit.
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// @param sentence without a full stop
  public Refusal(String sentence) {
    super(sentence);
  }

  /// @param cause why
  public Refusal(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /// The sentence.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
