package io.tidepost.broker.net;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// One whole request in the receive buffer of its connection. The bytes stay until [#release],
/// which may be called on any thread; several frames share a buffer.
public final class Frame {

  private final ByteBuf buffer;
  private final ByteBuffer bytes;
  private final FrameMemory memory;

  Frame(ByteBuf buffer, ByteBuffer bytes, FrameMemory memory) {
    this.buffer = buffer;
    this.bytes = bytes;
    this.memory = memory;
  }

  /// From position to limit, without the size in front.
  public ByteBuffer bytes() {
    return bytes;
  }

  /// Keeps the bytes for one more holder.
  public void retain() {
    buffer.retain();
  }

  /// Ends one holder's use.
  public void release() {
    release(buffer, memory);
  }

  /// Gives back one reference of a receive buffer.
  public static void release(ByteBuf buffer, FrameMemory memory) {
    int capacity = buffer.capacity();
    if (buffer.release()) {
      memory.remove(capacity);
    }
  }
}
