package io.tidepost.broker.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// All event loops of the process: native epoll where its library loads, NIO elsewhere.
public final class Loops implements AutoCloseable {

  private static final long STOP_SECONDS_MAX = 10;

  static {
    NettySettings.apply();
  }

  private final MultiThreadIoEventLoopGroup group;
  private final List<NettyLoop> loops = new ArrayList<>();
  private final boolean epoll;

  /// @param count number of loops, at least 1
  public Loops(int count) {
    epoll = Epoll.isAvailable();
    AtomicInteger number = new AtomicInteger();
    IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    ThreadFactory threads =
        task -> new LoopThread(task, "tidepost-loop-" + number.getAndIncrement());
    group = new MultiThreadIoEventLoopGroup(count, threads, handlers);
    for (EventExecutor executor : group) {
      loops.add(new NettyLoop(loops.size(), (EventLoop) executor));
    }
  }

  public int size() {
    return loops.size();
  }

  /// The loop that the calling thread runs, of whatever [Loops]; `null` on any other thread.
  public static @Nullable Loop current() {
    return Thread.currentThread() instanceof LoopThread thread ? thread.loop() : null;
  }

  /// The loop with this number.
  public Loop get(int index) {
    return loops.get(index);
  }

  NettyLoop netty(int index) {
    return loops.get(index);
  }

  /// The one of ours that runs on `eventLoop`.
  NettyLoop of(EventLoop eventLoop) {
    for (NettyLoop loop : loops) {
      if (loop.eventLoop() == eventLoop) {
        return loop;
      }
    }
    throw new IllegalArgumentException("not one of these loops: " + eventLoop);
  }

  MultiThreadIoEventLoopGroup group() {
    return group;
  }

  Class<? extends ServerChannel> serverChannel() {
    return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /// What connections to other nodes are made of.
  public Class<? extends Channel> clientChannel() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /// Netty's side of one of these loops.
  public EventLoop eventLoop(Loop loop) {
    return loops.get(loop.index()).eventLoop();
  }

  /// Runs what is queued, then ends the threads. Blocks.
  @Override
  public void close() {
    group
        .shutdownGracefully(0, STOP_SECONDS_MAX, TimeUnit.SECONDS)
        .awaitUninterruptibly(STOP_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
