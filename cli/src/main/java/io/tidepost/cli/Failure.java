package io.tidepost.cli;

/// What a person should read when a command could not do its work: one sentence, which names the
/// culprit and, where there is one, the way out.
public final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// @param sentence goes to standard error behind `tidepost: `
  public Failure(String sentence) {
    super(sentence);
  }

  /// @param cause shown only with `TIDEPOST_DEBUG` set
  public Failure(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /// The sentence.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
