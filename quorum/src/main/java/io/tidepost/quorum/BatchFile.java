package io.tidepost.quorum;

import io.tidepost.base.DiskFile;
import io.tidepost.wire.records.BatchChecksum;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads the batches of a segment or snapshot one after the other, each checked for length, magic
/// and checksum. Memory is bounded by the largest batch that is really there.
final class BatchFile {

  private static final int CHUNK = 1 << 18;

  private final DiskFile file;
  private final long size;
  private ByteBuffer buffer = ByteBuffer.allocate(CHUNK).limit(0);

  /// Position in the file of the buffer's first byte.
  private long bufferPosition;

  private long position;
  private int batchSize;
  private @Nullable String damage;

  BatchFile(DiskFile file) throws IOException {
    this.file = file;
    this.size = file.size();
  }

  /// Moves to the next batch. `false` at the end of the file, or at something that is no whole and
  /// sound batch: then [#damage] says what.
  boolean next() throws IOException {
    position += batchSize;
    batchSize = 0;
    damage = null;
    if (position == size) {
      return false;
    }
    damage = check();
    if (damage == null) {
      batchSize = BatchHeader.sizeInBytes(buffer, start());
    }
    return damage == null;
  }

  private @Nullable String check() throws IOException {
    if (size - position < BatchHeader.SIZE) {
      return "has " + (size - position) + " bytes that are no batch";
    }
    fill(BatchHeader.SIZE);
    int start = start();
    if (BatchHeader.magic(buffer, start) != 2) {
      return "has a batch of magic " + BatchHeader.magic(buffer, start);
    }
    long length =
        (long) BatchHeader.LENGTH_OVERHEAD + buffer.getInt(start + BatchHeader.BATCH_LENGTH);
    if (length < BatchHeader.SIZE || length > size - position) {
      return "has a batch of " + length + " bytes where " + (size - position) + " bytes are left";
    }
    fill((int) length);
    return BatchChecksum.matches(buffer, start()) ? null : "has a batch whose checksum is wrong";
  }

  /// Makes `count` bytes from `position` on available in the buffer.
  private void fill(int count) throws IOException {
    if (start() >= 0 && position + count <= bufferPosition + buffer.limit()) {
      return;
    }
    if (buffer.capacity() < count) {
      buffer = ByteBuffer.allocate(count);
    }
    buffer.clear();
    bufferPosition = position;
    while (buffer.hasRemaining()) {
      if (file.read(buffer, bufferPosition + buffer.position()) <= 0) {
        break;
      }
    }
    buffer.flip();
    if (buffer.limit() < count) {
      throw new IOException("the file became shorter while it was read");
    }
  }

  /// Index of the current batch in [#buffer].
  int start() {
    return (int) (position - bufferPosition);
  }

  /// Holds the current batch, until the next call of [#next].
  ByteBuffer buffer() {
    return buffer;
  }

  /// Where in the file the current batch starts, or where the sound ones end.
  long position() {
    return position;
  }

  /// Size of the current batch in bytes.
  int batchSize() {
    return batchSize;
  }

  /// What is wrong at [#position], or `null`; completes "the file ...".
  @Nullable String damage() {
    return damage;
  }

  /// Position of a sound batch somewhere behind the damage that continues the log, or -1: if there
  /// is one, the damage is not a torn tail.
  ///
  /// @param offset base offsets from here on continue the log
  long soundBatchBehind(long offset) throws IOException {
    long damaged = position;
    try {
      for (position = damaged + 1; size - position >= BatchHeader.SIZE; position++) {
        fill(BatchHeader.SIZE);
        int start = start();
        if (BatchHeader.magic(buffer, start) == 2
            && BatchHeader.baseOffset(buffer, start) > offset
            && BatchHeader.lastOffsetDelta(buffer, start) >= 0
            && BatchHeader.recordCount(buffer, start)
                == BatchHeader.lastOffsetDelta(buffer, start) + 1
            && check() == null) {
          return position;
        }
      }
      return -1;
    } finally {
      position = damaged;
    }
  }
}
