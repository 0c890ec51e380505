package io.tidepost.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/// Makes Netty read a socket straight into the connection's frame buffer, and again only when the
/// last read filled all the room there was: otherwise the socket is known to be drained.
public final class DirectReads implements RecvByteBufAllocator {

  private final FrameReader reader;

  public DirectReads(FrameReader reader) {
    this.reader = reader;
  }

  @Override
  public Handle newHandle() {
    return new ReadHandle();
  }

  private final class ReadHandle implements ExtendedHandle {

    /// Reads per turn of one connection, so that a busy one leaves room for its neighbours.
    private static final int READS_PER_TURN_MAX = 4;

    private int attempted;
    private int lastRead;
    private int reads;

    @Override
    public ByteBuf allocate(ByteBufAllocator ignored) {
      return reader.target().retain();
    }

    @Override
    public int guess() {
      return 1;
    }

    @Override
    public void reset(ChannelConfig config) {
      reads = 0;
    }

    @Override
    public void incMessagesRead(int count) {
      reads += count;
    }

    @Override
    public void lastBytesRead(int bytes) {
      lastRead = bytes;
      if (bytes > 0) {
        reader.wasRead(attempted, bytes);
      }
    }

    @Override
    public int lastBytesRead() {
      return lastRead;
    }

    @Override
    public void attemptedBytesRead(int bytes) {
      attempted = bytes;
    }

    @Override
    public int attemptedBytesRead() {
      return attempted;
    }

    @Override
    public boolean continueReading() {
      return lastRead > 0 && lastRead == attempted && reads < READS_PER_TURN_MAX;
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
      return continueReading();
    }

    @Override
    public void readComplete() {}
  }
}
