package io.tidepost.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// Cuts a connection's bytes into frames. The socket reads straight into one direct buffer; frames
/// are views of it. The buffer follows what has arrived: it grows by at most a factor of four over
/// the bytes that are there, or to the size of a frame that this connection completed before, never
/// because of an announced size alone. While nothing is pending there is no buffer.
///
/// One thread, the connection's loop; frames may be released anywhere.
public final class FrameReader {

  private static final int SIZE_BYTES = 4;
  private static final int READ_SIZE_MIN = 4 << 10;
  private static final int READ_SIZE_MAX = 256 << 10;
  private static final int GROWTH = 4;
  private static final int SMALL_READS_MAX = 16;

  private final ByteBufAllocator allocator;
  private final FrameMemory memory;
  private int frameBytesMax;

  private final int requestBytesMax;

  private @Nullable ByteBuf buffer;

  /// Index of the first byte that no frame was cut from.
  private int start;

  private int readSize = READ_SIZE_MIN;
  private int smallReads;

  /// Size of the largest frame that was completed, fading with smaller ones.
  private int trustedSize;

  /// @param frameBytesMax largest size that a frame may announce
  public FrameReader(ByteBufAllocator allocator, FrameMemory memory, int frameBytesMax) {
    this.allocator = allocator;
    this.memory = memory;
    this.frameBytesMax = frameBytesMax;
    this.requestBytesMax = frameBytesMax;
  }

  /// Changes what a frame may announce from now on.
  public void frameBytesMax(int bytes) {
    frameBytesMax = bytes;
  }

  /// Takes over bytes that were received elsewhere.
  public void add(ByteBuf received) {
    ByteBuf into = target();
    int room = into.writableBytes();
    int size = Math.min(room, received.readableBytes());
    into.writeBytes(received, size);
    wasRead(room, size);
  }

  /// The buffer to read into next, behind its writer index. At least one byte is free.
  public ByteBuf target() {
    ByteBuf current = buffer;
    if (current == null) {
      start = 0;
      current = allocate(readSize);
      buffer = current;
      return current;
    }
    int have = current.writerIndex() - start;
    int room = current.capacity() - current.writerIndex();
    int frame = frameSize(current, have);
    if (room > 0 && (frame < 0 || start + frame <= current.capacity())) {
      return current;
    }
    int wanted = Math.max(readSize, frame < 0 ? have + 1 : Math.min(frame, growth(have)));
    if (room > 0 && wanted <= current.capacity() - start) {
      return current;
    }
    ByteBuf larger = allocate(Math.max(wanted, have + 1));
    larger.writeBytes(current, start, have);
    Frame.release(current, memory);
    buffer = larger;
    start = 0;
    return larger;
  }

  private int growth(int have) {
    return (int) Math.max(trustedSize, Math.min(Integer.MAX_VALUE, (long) have * GROWTH));
  }

  /// Tells how a read went, for the size of the next buffer.
  ///
  /// @param attempted bytes that there was room for
  /// @param read bytes that came
  public void wasRead(int attempted, int read) {
    if (read == attempted) {
      readSize = Math.min(readSize * GROWTH, READ_SIZE_MAX);
      smallReads = 0;
    } else if (read < readSize / 8 && ++smallReads > SMALL_READS_MAX) {
      readSize = Math.max(readSize / 2, READ_SIZE_MIN);
      smallReads = 0;
    }
  }

  /// The next whole frame, or `null` when more bytes are needed. The caller releases it.
  ///
  /// @throws FrameException when the announced size is impossible
  public @Nullable Frame next() {
    ByteBuf current = buffer;
    if (current == null) {
      return null;
    }
    int have = current.writerIndex() - start;
    int frame = frameSize(current, have);
    if (frame < 0 || frame > have) {
      releaseIfDrained(current, have);
      return null;
    }
    trustedSize = Math.max(frame, trustedSize - (trustedSize >> 4));
    current.retain();
    Frame result =
        new Frame(current, current.nioBuffer(start + SIZE_BYTES, frame - SIZE_BYTES), memory);
    start += frame;
    releaseIfDrained(current, have - frame);
    return result;
  }

  /// Size of the frame at `start` with its size field, -1 while that is not known.
  private int frameSize(ByteBuf current, int have) {
    if (have < SIZE_BYTES) {
      return -1;
    }
    int size = current.getInt(start);
    if (size <= 0 || size > frameBytesMax) {
      throw new FrameException(
          "announced a request of "
              + size
              + " bytes, allowed are 1 to "
              + frameBytesMax
              + limitName());
    }
    return (int) Math.min(Integer.MAX_VALUE, (long) size + SIZE_BYTES);
  }

  private String limitName() {
    return frameBytesMax < requestBytesMax
        ? " before authentication (sasl.server.max.receive.size)"
        : " (socket.request.max.bytes)";
  }

  private void releaseIfDrained(ByteBuf current, int have) {
    if (have == 0) {
      buffer = null;
      Frame.release(current, memory);
    }
  }

  /// Bytes that have arrived of a frame that is not complete (or not yet cut).
  public int pendingBytes() {
    ByteBuf current = buffer;
    return current == null ? 0 : current.writerIndex() - start;
  }

  /// Drops what is pending.
  public void close() {
    ByteBuf current = buffer;
    if (current != null) {
      buffer = null;
      Frame.release(current, memory);
    }
  }

  private ByteBuf allocate(int size) {
    ByteBuf result = allocator.directBuffer(size, size);
    memory.add(result.capacity());
    return result;
  }
}
