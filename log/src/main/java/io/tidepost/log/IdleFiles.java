package io.tidepost.log;

import io.tidepost.base.DiskFile;
import io.tidepost.log.segment.Segment;
import java.io.IOException;
import java.util.ArrayDeque;

/// Closes files that nobody has used for a while. A transfer to a client may still read from a file
/// that was handed out before, so it is only put aside at first.
final class IdleFiles {

  /// A file that was put aside.
  private record Aside(DiskFile file, long untilMillis) {}

  /// Longer than a transfer of one response takes.
  private static final long ASIDE_MILLIS = 300_000;

  private final LogState log;
  private final ArrayDeque<Aside> aside = new ArrayDeque<>(0);

  IdleFiles(LogState log) {
    this.log = log;
  }

  /// Puts aside what was not used since the last call, and closes what was put aside long ago.
  void close(long nowMillis) {
    for (int i = 0; i < log.segments.size(); i++) {
      Segment segment = log.segments.get(i);
      DiskFile file = segment.openFile();
      if (file != null && !segment.dirty() && !segment.wasUsed()) {
        segment.forgetFile();
        aside.add(new Aside(file, nowMillis + ASIDE_MILLIS));
      }
    }
    while (!aside.isEmpty() && aside.element().untilMillis <= nowMillis) {
      close(aside.remove().file);
    }
  }

  /// Closes everything that was put aside.
  void closeAll() {
    while (!aside.isEmpty()) {
      close(aside.remove().file);
    }
  }

  private void close(DiskFile file) {
    try {
      file.close();
    } catch (IOException e) {
      log.environment
          .events()
          .warning(log.topicPartition, "closing an idle file failed: " + LogState.reason(e));
    }
  }
}
