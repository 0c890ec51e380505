package io.tidepost.log.index;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// From timestamps to offsets: an entry `(timestamp, offset)` says that no batch up to the one that
/// ends with `offset` has a larger maximum timestamp. On disk an entry is 8 + 4 bytes, big endian
/// (Kafka's `.timeindex`).
public final class TimeIndex {

  /// Bytes of one entry on disk.
  public static final int ENTRY_SIZE = 12;

  private static final long[] NO_LONGS = new long[0];
  private static final int[] NO_INTS = new int[0];

  private long[] timestamps = NO_LONGS;
  private int[] relativeOffsets = NO_INTS;
  private int count;

  /// Reads the bytes of a time index file; `null` when they cannot be one: not a multiple of the
  /// entry size or not ascending.
  public static @Nullable TimeIndex parse(ByteBuffer bytes) {
    if (bytes.remaining() % ENTRY_SIZE != 0) {
      return null;
    }
    var index = new TimeIndex();
    index.timestamps = new long[bytes.remaining() / ENTRY_SIZE];
    index.relativeOffsets = new int[bytes.remaining() / ENTRY_SIZE];
    long lastTimestamp = -1;
    int lastOffset = -1;
    while (bytes.hasRemaining()) {
      long timestamp = bytes.getLong();
      int relativeOffset = bytes.getInt();
      if (timestamp <= lastTimestamp || relativeOffset < Math.max(0, lastOffset)) {
        return null;
      }
      index.timestamps[index.count] = timestamp;
      index.relativeOffsets[index.count++] = relativeOffset;
      lastTimestamp = timestamp;
      lastOffset = relativeOffset;
    }
    return index;
  }

  /// Adds an entry when its timestamp is larger than the last one's; otherwise it would say
  /// nothing.
  public void maybeAppend(long timestamp, int relativeOffset) {
    if (timestamp < 0 || (count > 0 && timestamp <= timestamps[count - 1])) {
      return;
    }
    if (count == timestamps.length) {
      int capacity = Math.max(16, count * 2);
      timestamps = Arrays.copyOf(timestamps, capacity);
      relativeOffsets = Arrays.copyOf(relativeOffsets, capacity);
    }
    timestamps[count] = timestamp;
    relativeOffsets[count++] = relativeOffset;
  }

  /// Number of entries.
  public int count() {
    return count;
  }

  /// Timestamp of entry `i`, milliseconds since the epoch.
  public long timestamp(int i) {
    return timestamps[i];
  }

  /// Offset of entry `i`, relative to the segment's base offset.
  public int relativeOffset(int i) {
    return relativeOffsets[i];
  }

  /// The last entry whose timestamp is below `timestamp`; -1 when there is none. Everything up to
  /// its offset is older than `timestamp`.
  public int lower(long timestamp) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (timestamps[middle] < timestamp) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /// Drops entries at or above `relativeOffset`.
  public void truncateToOffset(long relativeOffset) {
    while (count > 0 && relativeOffsets[count - 1] >= relativeOffset) {
      count--;
    }
  }

  /// The content of the file.
  public ByteBuffer toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(count * ENTRY_SIZE);
    for (int i = 0; i < count; i++) {
      bytes.putLong(timestamps[i]).putInt(relativeOffsets[i]);
    }
    return bytes.flip();
  }
}
