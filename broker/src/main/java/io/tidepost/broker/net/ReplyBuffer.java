package io.tidepost.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.DefaultFileRegion;
import io.tidepost.log.FileRecords;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.RecordData;
import io.tidepost.wire.WireWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// Collects the replies of one turn of one connection: plain bytes are gathered in one pooled
/// buffer, records that are large stay where they are and are sent from there (sendfile), or are
/// read piece by piece where TLS has to encrypt them. On the connection's loop only.
final class ReplyBuffer implements WireWriter.Sink {

  private static final int INITIAL_BYTES = 512;

  /// Records up to this size are copied behind the bytes before them: one packet and one system
  /// call less are worth more than the copy.
  private static final int COPIED_BYTES_MAX = 16 << 10;

  private final Channel channel;
  private final boolean encrypted;
  private @Nullable ByteBuf bytes;
  private @Nullable IOException failure;

  /// @param encrypted whether the channel has to see all bytes, so that files are read here
  ReplyBuffer(Channel channel, boolean encrypted) {
    this.channel = channel;
    this.encrypted = encrypted;
  }

  /// Takes one whole reply, the size in front included.
  void add(WireWriter reply) throws IOException {
    failure = null;
    reply.drainTo(this);
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  @Override
  public void bytes(ByteBuffer buffer, int from, int to) {
    buffer.limit(to).position(from);
    room(to - from).writeBytes(buffer);
    buffer.clear();
  }

  @Override
  public void records(RecordData records) {
    try {
      // No switch over types: it is linked at its first call, and every start pays.
      if (records instanceof BufferRecords inMemory) {
        addBytes(inMemory.buffer());
      } else if (records instanceof FileRecords inFile) {
        addFile(inFile);
      } else {
        throw new IllegalArgumentException("records of an unknown kind: " + records);
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void addBytes(ByteBuffer data) {
    if (data.remaining() <= COPIED_BYTES_MAX) {
      room(data.remaining()).writeBytes(data.duplicate());
    } else {
      pass();
      channel.write(Unpooled.wrappedBuffer(data), channel.voidPromise());
    }
  }

  private void addFile(FileRecords data) throws IOException {
    FileChannel file = data.file().channel();
    if (data.sizeInBytes() > COPIED_BYTES_MAX && encrypted) {
      pass();
      channel.write(new FileChunks(data), channel.voidPromise());
      return;
    }
    if (data.sizeInBytes() > COPIED_BYTES_MAX && file != null) {
      pass();
      channel.write(
          new OpenFileRegion(file, data.position(), data.sizeInBytes()), channel.voidPromise());
      return;
    }
    ByteBuf target = room(data.sizeInBytes());
    int at = target.writerIndex();
    ByteBuffer view = target.nioBuffer(at, data.sizeInBytes());
    long position = data.position();
    while (view.hasRemaining()) {
      int read = data.file().read(view, position);
      if (read <= 0) {
        throw new IOException("records at position " + position + " are gone: the file was cut");
      }
      position += read;
    }
    target.writerIndex(at + data.sizeInBytes());
  }

  private ByteBuf room(int size) {
    ByteBuf current = bytes;
    if (current != null && current.writableBytes() >= size) {
      return current;
    }
    pass();
    ByteBuf fresh = channel.alloc().directBuffer(Math.max(INITIAL_BYTES, size));
    bytes = fresh;
    return fresh;
  }

  /// Hands what was gathered to the channel.
  void pass() {
    ByteBuf current = bytes;
    if (current != null) {
      bytes = null;
      channel.write(current, channel.voidPromise());
    }
  }

  /// Drops what was gathered.
  void release() {
    ByteBuf current = bytes;
    if (current != null) {
      bytes = null;
      current.release();
    }
  }

  /// A range of a file that belongs to the log: sending it does not close it.
  private static final class OpenFileRegion extends DefaultFileRegion {
    OpenFileRegion(FileChannel file, long position, long count) {
      super(file, position, count);
    }

    @Override
    protected void deallocate() {
      // the log closes its files
    }
  }
}
