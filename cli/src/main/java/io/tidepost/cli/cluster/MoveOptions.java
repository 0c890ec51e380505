package io.tidepost.cli.cluster;

import io.tidepost.cli.Failure;
import picocli.CommandLine.Option;

/// How fast moves may copy.
final class MoveOptions {

  private static final String NONE = "none";

  @Option(
      names = "--throttle",
      paramLabel = "BYTES",
      defaultValue = "50M",
      description = {
        "Bytes per second that each broker may send and fetch for the moves, such as 500k, 50M or"
            + " 1G, or none; default ${DEFAULT-VALUE}."
      })
  String throttle = "50M";

  /// The bound; 0 for none.
  long bytesPerSecond() {
    return throttle.equals(NONE) ? 0 : bytes("--throttle", throttle);
  }

  /// A number of bytes with a unit of a thousand.
  static long bytes(String option, String text) {
    int end = text.length();
    long unit =
        switch (text.isEmpty() ? ' ' : text.charAt(end - 1)) {
          case 'k' -> 1_000L;
          case 'M' -> 1_000_000L;
          case 'G' -> 1_000_000_000L;
          default -> 1L;
        };
    String digits = unit == 1 ? text : text.substring(0, end - 1);
    if (!digits.matches("[1-9]\\d{0,8}")) {
      throw new Failure(
          option + " wants a number of bytes such as 500k, 50M or 1G, not '" + text + "'");
    }
    return Long.parseLong(digits) * unit;
  }
}
