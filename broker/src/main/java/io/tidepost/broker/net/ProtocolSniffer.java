package io.tidepost.broker.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.tidepost.broker.Log;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Looks at the first four bytes of a connection. `PRI ` begins HTTP/2: as the size of a Kafka
/// request it would be 1.3 GB, so it never is one. Such a connection is joined with one to the
/// [Relay]; any other one is handed on with its bytes. On the connection's loop.
final class ProtocolSniffer extends ChannelInboundHandlerAdapter {

  private static final Log LOG = Log.of(ProtocolSniffer.class);
  private static final int HTTP2 =
      ByteBuffer.wrap("PRI ".getBytes(StandardCharsets.US_ASCII)).getInt();
  private static final int CONNECT_MILLIS_MAX = 5000;

  private final Relay relay;
  private final Class<? extends Channel> channelType;
  private final BooleanSupplier admitted;
  private final Consumer<ByteBuf> otherwise;
  private @Nullable ByteBuf first;

  /// @param admitted whether the peer may go to the relay
  /// @param otherwise gets the bytes of a connection that is not HTTP/2, and releases them; this
  ///   handler is gone by then
  ProtocolSniffer(
      Relay relay,
      Class<? extends Channel> channelType,
      BooleanSupplier admitted,
      Consumer<ByteBuf> otherwise) {
    this.admitted = admitted;
    this.relay = relay;
    this.channelType = channelType;
    this.otherwise = otherwise;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    ByteBuf earlier = first;
    ByteBuf all = earlier == null ? bytes : Unpooled.wrappedBuffer(earlier, bytes);
    first = all;
    if (all.readableBytes() < Integer.BYTES) {
      return;
    }
    if (all.getInt(all.readerIndex()) == HTTP2) {
      join(context, all);
    } else {
      first = null;
      context.pipeline().remove(this);
      otherwise.accept(all);
    }
  }

  private void join(ChannelHandlerContext context, ByteBuf begin) {
    Channel here = context.channel();
    SocketAddress target = relay.target();
    if (target == null || !admitted.getAsBoolean()) {
      here.close();
      return;
    }
    first = null;
    here.config().setAutoRead(false);
    new Bootstrap()
        .group(here.eventLoop())
        .channel(channelType)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS_MAX)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel there) {
                SslHandler tls = relay.tls(there.alloc());
                if (tls != null) {
                  there.pipeline().addLast(tls);
                }
                there.pipeline().addLast(new Forwarding(here));
              }
            })
        .connect(target)
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (!connected.isSuccess()) {
                    LOG.warn(
                        "the quorum's server is not reached at {}: {}",
                        target,
                        connected.cause().getMessage());
                    begin.release();
                    here.close();
                    return;
                  }
                  Channel there = connected.channel();
                  if (here.pipeline().context(this) == null) {
                    begin.release(); // the voter has gone meanwhile
                    there.close();
                    return;
                  }
                  there.writeAndFlush(begin);
                  here.pipeline().replace(this, null, new Forwarding(there));
                  here.config().setAutoRead(true);
                });
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ByteBuf held = first;
    first = null;
    if (held != null) {
      held.release();
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException) && !(cause instanceof DecoderException)) {
      LOG.error("closing a connection that has not begun", cause);
    }
    context.close();
  }

  /// Passes what one side says on to the other, no faster than that one takes it.
  private static final class Forwarding extends ChannelInboundHandlerAdapter {
    private final Channel to;

    Forwarding(Channel to) {
      this.to = to;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      to.write(message, to.voidPromise());
      if (!to.isWritable()) {
        context.channel().config().setAutoRead(false);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      to.flush();
    }

    /// This side takes more again: the other one may be read.
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (context.channel().isWritable()) {
        to.config().setAutoRead(true);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
