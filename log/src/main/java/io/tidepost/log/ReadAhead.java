package io.tidepost.log;

import io.tidepost.base.DiskFile;
import io.tidepost.log.segment.Segment;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Keeps the owner loop from waiting for a device: what is read far behind the end of the log may
/// have left the page cache. Before such a read it looks, a window at a time, whether the bytes are
/// there; when they are not, they are read once on the I/O pool. Readers near the end cost nothing.
final class ReadAhead {

  /// Reads that begin this close to the end of the log are taken to be cached, bytes.
  private static final long TAIL = 4 << 20;

  /// How much is looked at, or read, at a time, bytes.
  private static final long WINDOW = 8 << 20;

  /// Readers at different places that do not make each other look again.
  private static final int READERS = 4;

  private final LogState log;
  private final @Nullable Segment[] segments = new @Nullable Segment[READERS];
  private final long[] from = new long[READERS];
  private final long[] to = new long[READERS];
  private int next;

  ReadAhead(LogState log) {
    this.log = log;
  }

  /// What has to be done on the I/O pool before bytes from `position` on are read.
  ///
  /// @param maxBytes how many are going to be read at the most
  /// @return `null` when they can be read at once
  @Nullable LogWork before(Segment wanted, DiskFile file, long position, long maxBytes)
      throws IOException {
    long size = wanted.size();
    if (wanted == log.active() && size - position <= TAIL) {
      return null;
    }
    long end = Math.min(size, position + maxBytes);
    for (int i = 0; i < READERS; i++) {
      if (segments[i] == wanted && position >= from[i] && end <= to[i]) {
        return null;
      }
    }
    end = Math.min(size, position + Math.max(maxBytes, WINDOW));
    segments[next] = wanted;
    from[next] = position;
    to[next] = end;
    next = (next + 1) % READERS;
    return file.isCached(position, end - position) ? null : new ReadAheadWork(file, position, end);
  }

  /// Positions may have changed their meaning.
  void forget() {
    Arrays.fill(segments, null);
  }
}
