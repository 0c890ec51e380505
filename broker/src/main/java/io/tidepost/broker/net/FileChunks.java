package io.tidepost.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import io.tidepost.log.FileRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Records in a file on their way through TLS: read when the channel has room for more, so that a
/// slow client holds one piece in memory and not the whole reply. On the connection's loop only.
final class FileChunks implements ChunkedInput<ByteBuf> {

  private static final int CHUNK_BYTES = 64 << 10;

  private final FileRecords records;
  private long done;

  FileChunks(FileRecords records) {
    this.records = records;
  }

  @Override
  public @Nullable ByteBuf readChunk(ByteBufAllocator allocator) throws IOException {
    int size = (int) Math.min(CHUNK_BYTES, records.sizeInBytes() - done);
    if (size <= 0) {
      return null;
    }
    ByteBuf chunk = allocator.directBuffer(size);
    try {
      ByteBuffer view = chunk.nioBuffer(0, size);
      while (view.hasRemaining()) {
        long position = records.position() + done;
        int read = records.file().read(view, position);
        if (read <= 0) {
          throw new IOException("records at position " + position + " are gone: the file was cut");
        }
        done += read;
      }
      return chunk.writerIndex(size);
    } catch (IOException e) {
      chunk.release();
      throw e;
    }
  }

  @Override
  @Deprecated
  public @Nullable ByteBuf readChunk(ChannelHandlerContext context) throws IOException {
    return readChunk(context.alloc());
  }

  @Override
  public boolean isEndOfInput() {
    return done >= records.sizeInBytes();
  }

  @Override
  public long length() {
    return records.sizeInBytes();
  }

  @Override
  public long progress() {
    return done;
  }

  @Override
  public void close() {
    // the log closes its files
  }
}
