package io.tidepost.cli;

import java.io.PrintStream;
import java.util.Locale;

/// Tells on standard error how far long work has come: every second on a terminal (in one line that
/// is overwritten), every ten seconds elsewhere, nothing for work that is over before that.
public final class Progress {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int BAR_WIDTH = 20;

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
    at(verb, records, bytes, -1);
  }

  /// The same with a bar for how much is done.
  ///
  /// @param done from 0 to 1; negative when nobody knows
  public void at(String verb, long records, long bytes, double done) {
    long now = System.nanoTime();
    if (quiet || now < nextNanos) {
      return;
    }
    nextNanos = now + intervalNanos();
    String line = bar(done) + line(verb, records, bytes, now - startNanos);
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

  static String bar(double done) {
    if (done < 0) {
      return "";
    }
    int full = (int) Math.round(Math.min(1, done) * BAR_WIDTH);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f %%  ",
        "#".repeat(full),
        ".".repeat(BAR_WIDTH - full),
        100 * Math.min(1, done));
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
