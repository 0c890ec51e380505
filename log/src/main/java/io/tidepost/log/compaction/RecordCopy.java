package io.tidepost.log.compaction;

import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.RecordCursor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Remembers which records of a batch stay, as stretches of bytes, and copies them. Reused from
/// batch to batch.
final class RecordCopy {

  private static final int WORDS = 4;
  private static final int VARLONG_MAX = 10;

  /// Per record: start, end, where it goes on behind the timestamp delta, timestamp delta.
  private long[] kept = new long[64 * WORDS];

  private int count;
  private long baseTimestamp;
  private long maxTimestamp;
  private boolean tombstones;
  private byte[] out = new byte[1024];
  private int size;

  void begin(ByteBuffer b, int start) {
    count = 0;
    tombstones = false;
    baseTimestamp = BatchHeader.baseTimestamp(b, start);
    maxTimestamp = -1;
  }

  /// The record stays.
  ///
  /// @param tombstone whether it has to go one day
  void keep(RecordCursor cursor, boolean tombstone) {
    if ((count + 1) * WORDS > kept.length) {
      kept = Arrays.copyOf(kept, kept.length * 2);
    }
    int at = count++ * WORDS;
    kept[at] = cursor.recordPosition();
    kept[at + 1] = cursor.endPosition();
    kept[at + 2] = cursor.offsetDeltaPosition();
    kept[at + 3] = cursor.timestampDelta();
    maxTimestamp = Math.max(maxTimestamp, baseTimestamp + cursor.timestampDelta());
    tombstones |= tombstone;
  }

  int count() {
    return count;
  }

  boolean tombstones() {
    return tombstones;
  }

  /// Largest timestamp of what stays.
  long maxTimestamp() {
    return maxTimestamp;
  }

  /// What stays, as records of a batch with this base timestamp; good until the next call.
  ByteBuffer records(ByteBuffer plain, long newBaseTimestamp) {
    size = 0;
    long shift = baseTimestamp - newBaseTimestamp;
    for (int i = 0; i < count; i++) {
      int start = (int) kept[i * WORDS];
      int end = (int) kept[i * WORDS + 1];
      if (shift == 0) {
        copy(plain, start, end);
      } else {
        int rest = (int) kept[i * WORDS + 2];
        long delta = kept[i * WORDS + 3] + shift;
        varlong(1L + sizeOf(delta) + end - rest);
        ensure(1);
        // No attributes of records are defined.
        out[size++] = 0;
        varlong(delta);
        copy(plain, rest, end);
      }
    }
    return ByteBuffer.wrap(out, 0, size);
  }

  private void copy(ByteBuffer from, int start, int end) {
    ensure(end - start);
    from.get(start, out, size, end - start);
    size += end - start;
  }

  private static int sizeOf(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    return Math.max(1, (70 - Long.numberOfLeadingZeros(zigzag)) / 7);
  }

  private void varlong(long value) {
    ensure(VARLONG_MAX);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      out[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[size++] = (byte) rest;
  }

  private void ensure(int more) {
    if (more > out.length - size) {
      out = Arrays.copyOf(out, Math.max(Math.addExact(size, more), 2 * out.length));
    }
  }
}
