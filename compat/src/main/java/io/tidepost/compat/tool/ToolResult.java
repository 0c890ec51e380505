package io.tidepost.compat.tool;

/// How one run of a tool ended.
///
/// @param exitCode what the tool would have handed to the operating system
/// @param out its standard output
/// @param err its standard error
public record ToolResult(int exitCode, String out, String err) {

  /// Standard output of a run that must have succeeded.
  ///
  /// @throws IllegalStateException with both outputs when it did not
  public String orThrow() {
    if (exitCode != 0) {
      throw new IllegalStateException(
          "exit code " + exitCode + "\n--- stdout\n" + out + "\n--- stderr\n" + err);
    }
    return out;
  }
}
