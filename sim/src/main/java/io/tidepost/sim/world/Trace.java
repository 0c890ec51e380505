package io.tidepost.sim.world;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.zip.CRC32C;

/// What happened, line by line. Keeps the last lines for a human and a checksum over all of them:
/// two runs of one seed must agree in it.
public final class Trace {

  private static final int KEPT_LINES = 4000;

  private final ArrayDeque<String> last = new ArrayDeque<>();
  private final CRC32C checksum = new CRC32C();
  private long lines;

  /// Adds a line.
  public void add(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    checksum.update(bytes, 0, bytes.length);
    checksum.update('\n');
    lines++;
    last.addLast(line);
    if (last.size() > KEPT_LINES) {
      last.removeFirst();
    }
  }

  /// Number of lines and a checksum over all of them.
  public String fingerprint() {
    return lines + " lines " + Long.toHexString(checksum.getValue());
  }

  /// The last lines.
  @Override
  public String toString() {
    return String.join("\n", last);
  }
}
