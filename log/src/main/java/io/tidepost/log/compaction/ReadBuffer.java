package io.tidepost.log.compaction;

import java.nio.ByteBuffer;

/// The one buffer that a compaction reads through. It grows for a batch that is larger, and shrinks
/// again with the next segment.
final class ReadBuffer {

  private final int usual;
  private ByteBuffer buffer;

  ReadBuffer(int bytes) {
    this.usual = bytes;
    this.buffer = ByteBuffer.allocate(bytes);
  }

  ByteBuffer buffer() {
    return buffer;
  }

  /// Makes room; what was in it is gone when that takes another buffer.
  ByteBuffer atLeast(int bytes) {
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocate(bytes);
    }
    return buffer;
  }

  void shrink() {
    if (buffer.capacity() > usual) {
      buffer = ByteBuffer.allocate(usual);
    }
  }
}
