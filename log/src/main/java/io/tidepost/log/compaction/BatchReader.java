package io.tidepost.log.compaction;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.wire.records.BatchChecksum;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Reads the batches of a segment one after the other, whole and verified. Holds a handle of its
/// own, so that it does not matter when the segment leaves the log meanwhile.
final class BatchReader implements AutoCloseable {

  private final Path path;
  private final DiskFile file;
  private final long end;
  private long nextOffset;
  private final ReadBuffer memory;
  private long windowStart;
  private long position;
  private int start;
  private int size;

  /// @param memory what is read stands in it until the next call
  BatchReader(Disk disk, CompactionSource source, ReadBuffer memory) throws IOException {
    this.path = source.path();
    this.file = disk.open(path, Disk.OpenMode.READ);
    this.end = source.size();
    this.nextOffset = source.baseOffset();
    this.memory = memory;
    memory.buffer().limit(0);
  }

  /// Moves on to the next batch.
  ///
  /// @return `false` at the end of the segment
  /// @throws UncleanableException when what stands there is not a good batch
  boolean next() throws IOException {
    position += size;
    size = 0;
    if (position >= end) {
      return false;
    }
    if (!ensure(BatchHeader.SIZE)) {
      throw damaged("ends in the middle of a batch");
    }
    int length = BatchHeader.sizeInBytes(memory.buffer(), start);
    if (length < BatchHeader.SIZE
        || position + length > end
        || BatchHeader.magic(memory.buffer(), start) != 2
        || BatchHeader.baseOffset(memory.buffer(), start) < nextOffset) {
      throw damaged("holds something that is not the next batch");
    }
    if (!ensure(length)) {
      throw damaged("ends in the middle of a batch");
    }
    size = length;
    if (!BatchChecksum.matches(memory.buffer(), start)) {
      throw damaged("holds a batch whose checksum does not match");
    }
    nextOffset = BatchHeader.lastOffset(memory.buffer(), start) + 1;
    return true;
  }

  private UncleanableException damaged(String what) {
    return new UncleanableException("%s %s at byte %d".formatted(path, what, position));
  }

  private boolean ensure(int length) throws IOException {
    ByteBuffer buffer = memory.buffer();
    if (position >= windowStart && position + length <= windowStart + buffer.limit()) {
      start = (int) (position - windowStart);
      return true;
    }
    buffer = memory.atLeast(length);
    buffer.clear();
    buffer.limit((int) Math.min(buffer.capacity(), end - position));
    windowStart = position;
    while (buffer.hasRemaining()) {
      if (file.read(buffer, windowStart + buffer.position()) < 0) {
        break;
      }
    }
    buffer.flip();
    start = 0;
    return buffer.limit() >= length;
  }

  /// Holds the whole batch from [#start] on.
  ByteBuffer buffer() {
    return memory.buffer();
  }

  /// Index of the batch in the buffer.
  int start() {
    return start;
  }

  /// Bytes of the batch.
  int size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
