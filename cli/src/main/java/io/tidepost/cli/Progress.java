package io.tidepost.cli;

import java.io.PrintStream;
import java.util.Locale;

/// Tells on standard error how far long work has come: every second on a terminal (in one line that
/// is overwritten), every ten seconds elsewhere, nothing for work that is over before that.
public final class Progress {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final PrintStream err;
  private final boolean quiet;
  private final boolean terminal = Boolean.getBoolean("tidepost.terminal");
  private final long startNanos = System.nanoTime();
  private long nextNanos;
  private boolean lineIsOpen;

  /// @param quiet says nothing at all
  public Progress(PrintStream err, boolean quiet) {
    this.err = err;
    this.quiet = quiet;
    nextNanos = startNanos + intervalNanos();
  }

  /// Says where we are if it is time to.
  ///
  /// @param verb such as `produced`
  public void at(String verb, long records, long bytes) {
    long now = System.nanoTime();
    if (quiet || now < nextNanos) {
      return;
    }
    nextNanos = now + intervalNanos();
    String line = line(verb, records, bytes, now - startNanos);
    err.print(terminal ? "\r" + line + "\033[K" : line + System.lineSeparator());
    err.flush();
    lineIsOpen = terminal;
  }

  /// The last word.
  public void done(String verb, long records, long bytes) {
    if (quiet) {
      return;
    }
    String line = line(verb, records, bytes, System.nanoTime() - startNanos);
    err.println((lineIsOpen ? "\r\033[K" : "") + line);
    lineIsOpen = false;
  }

  /// Seconds since the beginning.
  public double seconds() {
    return (System.nanoTime() - startNanos) / (double) NANOS_PER_SECOND;
  }

  private long intervalNanos() {
    return (terminal ? 1 : 10) * NANOS_PER_SECOND;
  }

  static String line(String verb, long records, long bytes, long nanos) {
    double seconds = nanos / (double) NANOS_PER_SECOND;
    String rate =
        seconds < 1 ? "" : String.format(Locale.ROOT, ", %,d/s", Math.round(records / seconds));
    return String.format(
        Locale.ROOT,
        "%s %,d record%s, %s in %.1f s%s",
        verb,
        records,
        records == 1 ? "" : "s",
        size(bytes),
        seconds,
        rate);
  }

  /// Bytes with a unit, as `1.4 MB`.
  public static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double rest = bytes;
    String units = "kMGTPE";
    int unit = -1;
    while (rest >= 1000 && unit < units.length() - 1) {
      rest /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", rest, units.charAt(unit));
  }
}
