package io.tidepost.wire.compression;

import java.io.IOException;
import java.io.InputStream;

/// Reading a decompressing stream to its end.
final class Streams {

  private static final int STEP = 16 * 1024;

  private Streams() {}

  /// Reads until the end, straight into the sink. One byte beyond the sink's limit is enough to
  /// refuse.
  static void drain(InputStream in, ByteSink sink) throws IOException {
    while (true) {
      if (sink.free() == 0) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        sink.write(next);
        continue;
      }
      int count = in.read(sink.array(), sink.length(), Math.min(STEP, sink.free()));
      if (count < 0) {
        return;
      }
      sink.advance(count);
    }
  }
}
