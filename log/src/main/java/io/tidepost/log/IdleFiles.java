package io.tidepost.log;

import io.tidepost.base.DiskFile;
import io.tidepost.log.segment.Segment;
import java.io.IOException;
import java.util.ArrayDeque;

/// Closes files that nobody has used for a while. A transfer to a client may still read from a file
/// that was handed out before, so it is only put aside at first.
final class IdleFiles {

  /// A file that was put aside.
  private record Aside(DiskFile file, long sinceMillis) {}

  /// Longer than a transfer of one response takes.
  private static final long ASIDE_MILLIS = 300_000;

  /// When files are scarce, a client that is slower has to fetch again.
  private static final long ASIDE_SCARCE_MILLIS = 10_000;

  private final LogState log;
  private final ArrayDeque<Aside> aside = new ArrayDeque<>(0);

  IdleFiles(LogState log) {
    this.log = log;
  }

  /// Puts aside what was not used since the last call, and closes what was put aside long ago.
  ///
  /// @param scarce whether the process is about to have too many files open: then everything that
  ///   needs no sync goes
  void close(long nowMillis, boolean scarce) {
    long patience = scarce ? ASIDE_SCARCE_MILLIS : ASIDE_MILLIS;
    for (int i = 0; i < log.segments.size(); i++) {
      Segment segment = log.segments.get(i);
      DiskFile file = segment.openFile();
      if (file != null && !segment.dirty() && (!segment.wasUsed() || scarce)) {
        segment.forgetFile();
        aside.add(new Aside(file, nowMillis));
      }
    }
    while (!aside.isEmpty() && aside.element().sinceMillis + patience <= nowMillis) {
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
