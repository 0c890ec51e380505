package io.tidepost.base.option;

/// A name with a value as somebody wrote it, and where.
///
/// @param name the option's name
/// @param value the text of the value
/// @param origin where it was written
public record Setting(String name, String value, Origin origin) {

  /// Reads `name=value` of a command line.
  ///
  /// @throws InvalidOptionException when there is no `=` behind a name
  public static Setting ofCommandLine(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw InvalidOptionException.of(
          text, "--set " + text + ": expected name=value, for example num.partitions=3");
    }
    return new Setting(
        text.substring(0, equals).trim(), text.substring(equals + 1).trim(), Origin.commandLine());
  }
}
