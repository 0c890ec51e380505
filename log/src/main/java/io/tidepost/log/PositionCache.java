package io.tidepost.log;

import io.tidepost.log.segment.Segment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Remembers where some offsets start: the ends of recent writes and reads, where the next read
/// usually begins. A hit saves looking into index and file.
final class PositionCache {

  private static final int SIZE = 16;

  private final long[] offsets = new long[SIZE];
  private final @Nullable Segment[] segments = new @Nullable Segment[SIZE];
  private final long[] positions = new long[SIZE];
  private int next;

  PositionCache() {
    Arrays.fill(offsets, -1);
  }

  /// The batch that starts with `offset` (or the next one to be written) is at `position`.
  void put(long offset, Segment segment, long position) {
    if (find(offset, segment) >= 0) {
      return;
    }
    offsets[next] = offset;
    segments[next] = segment;
    positions[next] = position;
    next = (next + 1) % SIZE;
  }

  /// The position of `offset` in the segment, -1 when not remembered.
  long find(long offset, Segment segment) {
    for (int i = 0; i < SIZE; i++) {
      if (offsets[i] == offset && segments[i] == segment) {
        return positions[i];
      }
    }
    return -1;
  }

  void clear() {
    Arrays.fill(offsets, -1);
    Arrays.fill(segments, null);
  }
}
