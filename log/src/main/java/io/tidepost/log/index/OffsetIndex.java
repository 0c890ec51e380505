package io.tidepost.log.index;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where batches stand in a segment, one entry every `index.interval.bytes`: the last offset of a
/// batch (relative to the segment's base offset) and the position of that batch. On disk an entry
/// is 4 + 4 bytes, big endian (Kafka's `.index`).
public final class OffsetIndex {

  /// Bytes of one entry on disk.
  public static final int ENTRY_SIZE = 8;

  private static final long[] EMPTY = new long[0];

  /// Relative offset in the upper, position in the lower 32 bits: ascending as a whole, since no
  /// number is negative.
  private long[] entries = EMPTY;

  private int count;

  /// Reads the bytes of an index file.
  ///
  /// @param segmentSize positions must be below
  /// @return `null` when the bytes cannot be an index of that segment: not a multiple of the entry
  ///   size, not strictly ascending, or pointing outside
  public static @Nullable OffsetIndex parse(ByteBuffer bytes, long segmentSize) {
    if (bytes.remaining() % ENTRY_SIZE != 0) {
      return null;
    }
    var index = new OffsetIndex();
    index.entries = new long[bytes.remaining() / ENTRY_SIZE];
    long lastOffset = -1;
    long lastPosition = -1;
    while (bytes.hasRemaining()) {
      int relativeOffset = bytes.getInt();
      int position = bytes.getInt();
      if (relativeOffset <= lastOffset || position <= lastPosition || position >= segmentSize) {
        return null;
      }
      index.entries[index.count++] = pack(relativeOffset, position);
      lastOffset = relativeOffset;
      lastPosition = position;
    }
    return index;
  }

  private static long pack(int relativeOffset, int position) {
    return ((long) relativeOffset << 32) | position;
  }

  /// Adds an entry behind all others.
  public void append(int relativeOffset, int position) {
    if (count == entries.length) {
      entries = Arrays.copyOf(entries, Math.max(16, count * 2));
    }
    entries[count++] = pack(relativeOffset, position);
  }

  /// Number of entries.
  public int count() {
    return count;
  }

  /// Relative offset of entry `i`.
  public int relativeOffset(int i) {
    return (int) (entries[i] >>> 32);
  }

  /// Position of entry `i`.
  public int position(int i) {
    return (int) entries[i];
  }

  /// The last entry whose offset is not above `relativeOffset`; -1 when there is none.
  public int floorByOffset(long relativeOffset) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if ((entries[middle] >>> 32) <= relativeOffset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /// The last entry whose position is not above `position`; -1 when there is none.
  public int floorByPosition(long position) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if ((int) entries[middle] <= position) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /// Drops entries of batches at or behind `position`.
  public void truncateToPosition(long position) {
    count = floorByPosition(position - 1) + 1;
  }

  /// The content of the file.
  public ByteBuffer toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(count * ENTRY_SIZE);
    for (int i = 0; i < count; i++) {
      bytes.putLong(entries[i]);
    }
    return bytes.flip();
  }
}
