package io.tidepost.cli.record;

import io.tidepost.cli.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a stream into lines of bytes without decoding them.
public final class LineReader {

  /// A line longer than this is taken for a mistake, bytes.
  static final int LINE_BYTES_MAX = 64 << 20;

  private final InputStream in;
  private final String name;
  private final byte delimiter;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long lines;

  /// @param name for error messages, such as a file's name
  public LineReader(InputStream in, String name, byte delimiter) {
    this.in = in;
    this.name = name;
    this.delimiter = delimiter;
  }

  /// The next line without its delimiter; `null` at the end. A last line need not be delimited.
  public byte @Nullable [] next() throws IOException {
    int stop = delimiterFrom(at);
    if (stop < end) {
      return take(stop);
    }
    var line = new ByteArrayOutputStream(2 * (end - at) + 64);
    while (true) {
      line.write(buffer, at, end - at);
      if (line.size() > LINE_BYTES_MAX) {
        throw new Failure(
            name + ", line " + (lines + 1) + " is longer than " + LINE_BYTES_MAX + " bytes");
      }
      at = 0;
      end = Math.max(0, in.read(buffer));
      if (end == 0) {
        lines += line.size() > 0 ? 1 : 0;
        return line.size() > 0 ? line.toByteArray() : null;
      }
      stop = delimiterFrom(0);
      if (stop < end) {
        line.write(buffer, 0, stop);
        at = stop + 1;
        lines++;
        return line.toByteArray();
      }
    }
  }

  private byte[] take(int stop) {
    byte[] line = Arrays.copyOfRange(buffer, at, stop);
    at = stop + 1;
    lines++;
    return line;
  }

  private int delimiterFrom(int from) {
    int stop = from;
    while (stop < end && buffer[stop] != delimiter) {
      stop++;
    }
    return stop;
  }

  /// `FILE, line N` of the line returned last.
  public String place() {
    return name + ", line " + lines;
  }
}
