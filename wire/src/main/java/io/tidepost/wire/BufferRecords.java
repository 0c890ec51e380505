package io.tidepost.wire;

import java.nio.ByteBuffer;

/// Records in memory: a view of bytes that somebody else owns.
///
/// @param buffer from position to limit; readers must not move them
public record BufferRecords(ByteBuffer buffer) implements RecordData {

  @Override
  public int sizeInBytes() {
    return buffer.remaining();
  }
}
