package io.tidepost.log.segment;

import io.tidepost.base.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A sliding view of a file for reading headers and batches in order with few system calls. Not
/// thread-safe; holds one buffer.
final class FileWindow {

  private final DiskFile file;
  private final long fileSize;
  private final ByteBuffer buffer;
  private long start;

  /// @param fileSize bytes at or behind it are never looked at
  /// @param capacity of the buffer, at least a batch header
  FileWindow(DiskFile file, long fileSize, int capacity) {
    this(
        file,
        fileSize,
        capacity > 16_384 ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity));
  }

  /// @param buffer to be used, whatever it holds
  FileWindow(DiskFile file, long fileSize, ByteBuffer buffer) {
    this.file = file;
    this.fileSize = fileSize;
    this.buffer = buffer;
    buffer.limit(0);
  }

  int capacity() {
    return buffer.capacity();
  }

  ByteBuffer buffer() {
    return buffer;
  }

  /// Makes `[position, position + length)` readable in the buffer.
  ///
  /// @param length at most the capacity
  /// @param readAhead how much to read when something has to be read, at least `length`
  /// @return index of `position` in the buffer, or -1 when the file ends before
  int ensure(long position, int length, int readAhead) throws IOException {
    if (position >= start && position + length <= start + buffer.limit()) {
      return (int) (position - start);
    }
    if (position + length > fileSize) {
      return -1;
    }
    buffer.clear();
    buffer.limit((int) Math.min(Math.min(buffer.capacity(), readAhead), fileSize - position));
    start = position;
    while (buffer.hasRemaining()) {
      int read = file.read(buffer, start + buffer.position());
      if (read < 0) {
        break;
      }
    }
    buffer.flip();
    return buffer.limit() >= length ? 0 : -1;
  }
}
