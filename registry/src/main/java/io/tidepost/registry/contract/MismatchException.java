package io.tidepost.registry.contract;

/// A payload does not keep to its schema. Has no stack trace: it is an answer.
public final class MismatchException extends Exception {

  private static final long serialVersionUID = 1;

  private final String path;
  private final String expected;
  private final String found;

  /// @param path a JSON pointer to the field, empty for the whole record
  /// @param expected what the schema wants there
  /// @param found what is there
  public MismatchException(String path, String expected, String found) {
    super(
        (path.isEmpty() ? "" : path + ": ") + "expected " + expected + ", found " + found,
        null,
        false,
        false);
    this.path = path;
    this.expected = expected;
    this.found = found;
  }

  public String path() {
    return path;
  }

  public String expected() {
    return expected;
  }

  public String found() {
    return found;
  }
}
