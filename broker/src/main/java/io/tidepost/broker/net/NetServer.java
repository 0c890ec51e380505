package io.tidepost.broker.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.tidepost.broker.Log;
import io.tidepost.broker.net.ConnectionRates.Verdict;
import io.tidepost.wire.WireWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The listening side: binds listeners, lets connections in within their limits, closes idle ones,
/// and drains all of them at the end.
public final class NetServer {

  private static final Log LOG = Log.of(NetServer.class);
  private static final long STALLED_MILLIS_MAX = 10_000;
  private static final long SWEEP_MILLIS = 1000;
  private static final int RATE_WINDOWS = 11;
  private static final long RATE_WINDOW_MILLIS = 1000;
  private static final int POOL_PAGE_BYTES = 8192;
  private static final int POOL_CHUNK_ORDER = 9;

  private final Loops loops;
  private final NetOptions options;
  private final RequestService service;
  private final ReplyObserver observer;
  private final ConnectionLimits limits;
  private final FrameMemory memory;
  private final ByteBufAllocator allocator;
  private final List<WireWriter> writers = new ArrayList<>();
  private final ConnectionRates rates;
  private final Map<String, Channel> servers = new ConcurrentHashMap<>();
  private final List<Integer> ports = new CopyOnWriteArrayList<>();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong connectionNumber = new AtomicLong();
  private final Set<Channel> accepting = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  public NetServer(Loops loops, NetOptions options, RequestService service) {
    this(loops, options, service, ReplyObserver.NONE, RATE_WINDOWS, RATE_WINDOW_MILLIS);
  }

  /// @param rateWindows `quota.window.num`
  /// @param rateWindowMillis `quota.window.size.seconds`
  public NetServer(
      Loops loops,
      NetOptions options,
      RequestService service,
      ReplyObserver observer,
      int rateWindows,
      long rateWindowMillis) {
    this.rates = new ConnectionRates(rateWindows, rateWindowMillis);
    this.rates.change(options.creationRateMax(), Map.of());
    this.loops = loops;
    this.options = options;
    this.service = service;
    this.observer = observer;
    this.limits = new ConnectionLimits(options);
    this.memory = new FrameMemory(options.receiveBytesMax());
    this.allocator =
        new PooledByteBufAllocator(
            true, 0, loops.size(), POOL_PAGE_BYTES, POOL_CHUNK_ORDER, 256, 64, true);
    for (int i = 0; i < loops.size(); i++) {
      writers.add(new WireWriter());
      NettyLoop loop = loops.netty(i);
      loop.schedule(SWEEP_MILLIS, () -> sweep(loop));
    }
  }

  /// Milliseconds of a monotonic clock.
  static long loopMillis() {
    return System.nanoTime() / 1_000_000;
  }

  /// Opens a listener. Clients can connect from now on, but are let in only after [#accept]. Blocks
  /// for the system call only.
  ///
  /// @param security what is asked of its connections
  /// @return the port
  /// @throws IOException naming the listener when it cannot be bound
  public int bind(ListenerAddress listener, ListenerSecurity security) throws IOException {
    return bind(listener, security, null);
  }

  /// As [#bind(ListenerAddress, ListenerSecurity)].
  ///
  /// @param relay where connections go that do not speak Kafka's protocol, `null` for nowhere
  public int bind(ListenerAddress listener, ListenerSecurity security, @Nullable Relay relay)
      throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverChannel())
            .option(ChannelOption.SO_BACKLOG, options.backlog())
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOCATOR, allocator)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(options.unsentBytesMax() / 2, options.unsentBytesMax()))
            .childHandler(new Initializer(listener.name(), security, relay));
    if (options.sendBufferBytes() > 0) {
      bootstrap.childOption(ChannelOption.SO_SNDBUF, options.sendBufferBytes());
    }
    if (options.receiveBufferBytes() > 0) {
      bootstrap.option(ChannelOption.SO_RCVBUF, options.receiveBufferBytes());
    }
    InetSocketAddress address =
        listener.host().isEmpty()
            ? new InetSocketAddress(listener.port())
            : new InetSocketAddress(listener.host(), listener.port());
    if (address.isUnresolved()) {
      throw new IOException("cannot listen on " + listener + ": unknown host");
    }
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    Throwable failure = bound.cause();
    if (failure != null) {
      throw new IOException("cannot listen on " + listener + ": " + failure.getMessage(), failure);
    }
    servers.put(listener.name(), bound.channel());
    int port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
    ports.add(port);
    return port;
  }

  /// The bound ports in the order of [#bind].
  List<Integer> ports() {
    return List.copyOf(ports);
  }

  /// Lets clients in, on all listeners.
  public void accept() {
    accepting.addAll(servers.values());
    resumeAccepting();
  }

  /// Lets clients in on one listener.
  public void accept(String listener) {
    Channel server = servers.get(listener);
    if (server != null) {
      accepting.add(server);
      resumeAccepting();
    }
  }

  private final class Initializer extends ChannelInitializer<SocketChannel> {
    private final String listener;
    private final ListenerSecurity security;
    private final @Nullable Relay relay;

    Initializer(String listener, ListenerSecurity security, @Nullable Relay relay) {
      this.listener = listener;
      this.security = security;
      this.relay = relay;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      InetSocketAddress remote = channel.remoteAddress();
      if (remote == null) {
        channel.close();
        return;
      }
      InetAddress address = remote.getAddress();
      long now = loopMillis();
      Verdict verdict = rates.admit(listener, address, now);
      if (verdict.refused()) {
        later(channel, verdict.delayMillis(), channel::close);
        return;
      }
      String refused = stopping ? "the broker stops" : limits.accept(listener, address);
      if (refused != null) {
        LOG.warn("refused a connection from {} on listener {}: {}", remote, listener, refused);
        channel.close();
        return;
      }
      channel
          .closeFuture()
          .addListener(closed -> {
            limits.closed(listener, address);
            resumeAccepting();
          });
      pauseAccepting(listener);
      if (verdict.delayMillis() == 0) {
        open(channel, address);
      } else {
        later(
            channel,
            verdict.delayMillis(),
            () -> {
              open(channel, address);
              channel.config().setAutoRead(true);
            });
      }
    }

    /// Does something with a connection that nothing is read from until then.
    private void later(SocketChannel channel, long delayMillis, Runnable action) {
      channel.config().setAutoRead(false);
      channel.eventLoop().schedule(action, delayMillis, TimeUnit.MILLISECONDS);
    }

    private void open(SocketChannel channel, InetAddress address) {
      if (!channel.isOpen()) {
        return;
      }
      NettyLoop loop = loops.of(channel.eventLoop());
      SslHandler tls = security.tls(channel.alloc());
      if (tls != null) {
        channel.pipeline().addLast(tls, new ChunkedWriteHandler());
      }
      Relay elsewhere = relay;
      if (elsewhere == null) {
        begin(channel, connect(channel, loop, address, tls != null), tls != null);
      } else {
        sniff(channel, loop, address, elsewhere, tls);
      }
    }

    /// Finds out what a connection speaks. The socket goes on reading as it began, into buffers of
    /// its own.
    private void sniff(
        SocketChannel channel,
        NettyLoop loop,
        InetAddress address,
        Relay elsewhere,
        @Nullable SslHandler tls) {
      channel
          .pipeline()
          .addLast(
              new ProtocolSniffer(
                  elsewhere,
                  loops.clientChannel(),
                  () -> tls == null || isAdmitted(elsewhere, info(channel, loop, address), tls),
                  bytes -> {
                    Connection connection = connect(channel, loop, address, true);
                    if (begin(channel, connection, tls)) {
                      connection.takeCopied(bytes);
                    } else {
                      bytes.release();
                    }
                  }));
    }

    /// Whether the peer may go to where a listener passes connections on.
    private boolean isAdmitted(Relay elsewhere, ConnectionInfo info, SslHandler tls) {
      try {
        return elsewhere.admits(info, security.identity(info, tls.engine().getSession()));
      } catch (SSLException e) {
        LOG.warn("refused {} on listener {}: {}", info.id(), listener, e.getMessage());
        return false;
      }
    }

    /// After what it speaks was found out, behind TLS or without.
    private boolean begin(SocketChannel channel, Connection connection, @Nullable SslHandler tls) {
      if (tls == null) {
        return begin(channel, connection, false);
      }
      try {
        connection.handshaken(tls.engine().getSession());
        return begin(channel, connection, true);
      } catch (SSLException e) {
        LOG.warn("refused {}: {}", connection.info().id(), e.getMessage());
        channel.close();
        return false;
      }
    }

    private boolean begin(SocketChannel channel, Connection connection, boolean encrypted) {
      connections.add(connection);
      channel.closeFuture().addListener(closed -> connections.remove(connection));
      if (isKnown(connection.info(), encrypted)) {
        channel.pipeline().addLast(connection);
        return true;
      }
      channel.close();
      return false;
    }

    /// With neither TLS nor SASL a client is who its address is.
    private boolean isKnown(ConnectionInfo info, boolean encrypted) {
      if (encrypted || info.gate() != null) {
        return true;
      }
      try {
        info.authenticated(security.identity(info, null), null);
        return true;
      } catch (SSLException e) {
        LOG.warn("refused {} on listener {}: {}", info.id(), listener, e.getMessage());
        return false;
      }
    }

    private ConnectionInfo info(SocketChannel channel, NettyLoop loop, InetAddress address) {
      InetSocketAddress local = channel.localAddress();
      InetSocketAddress remote = channel.remoteAddress();
      String id =
          "%s:%d-%s:%d-%d"
              .formatted(
                  local.getAddress().getHostAddress(),
                  local.getPort(),
                  address.getHostAddress(),
                  remote.getPort(),
                  connectionNumber.getAndIncrement());
      return new ConnectionInfo(id, listener, security.protocol(), address, loop);
    }

    private Connection connect(
        SocketChannel channel, NettyLoop loop, InetAddress address, boolean encrypted) {
      return new Connection(
          channel,
          loop,
          info(channel, loop, address),
          service,
          observer,
          memory,
          writers.get(loop.index()),
          options,
          security,
          encrypted,
          loopMillis());
    }
  }

  /// Takes over changed bounds on connections (`max.connections` and its relatives); the other
  /// options stay as they were at start. Any thread.
  public void limit(NetOptions changed) {
    limit(changed, Map.of(), Map.of());
  }

  /// The same with bounds of single listeners, by name.
  ///
  /// @param listenersMax `max.connections` of a listener
  /// @param listenerRatesMax `max.connection.creation.rate` of a listener
  public void limit(
      NetOptions changed,
      Map<String, Integer> listenersMax,
      Map<String, Integer> listenerRatesMax) {
    limits.change(changed);
    limits.changeListeners(listenersMax);
    rates.change(changed.creationRateMax(), listenerRatesMax);
    servers.keySet().forEach(this::pauseAccepting);
    resumeAccepting();
  }

  /// Takes over how fast connections may come from single addresses. Any thread.
  public void limit(AddressRates addresses) {
    rates.change(addresses);
  }

  /// Closes these connections. Any thread.
  ///
  /// @param meant says of a connection, on its loop, whether it is meant
  /// @param reason for the log
  public void closeOf(Predicate<ConnectionInfo> meant, String reason) {
    for (Connection connection : connections) {
      connection
          .info()
          .loop()
          .execute(() -> {
            if (meant.test(connection.info())) {
              LOG.info("closing the connection {}: {}", connection.info().id(), reason);
              connection.abort();
            }
          });
    }
  }

  /// Stops accepting for as long as the listener is full, or connections came too fast to it.
  private void pauseAccepting(String listener) {
    Channel server = servers.get(listener);
    if (server == null) {
      return;
    }
    long pause = rates.pauseOf(listener, loopMillis());
    if (pause > 0) {
      server.config().setAutoRead(false);
      server.eventLoop().schedule(this::resumeAccepting, pause, TimeUnit.MILLISECONDS);
    } else if (limits.isFull(listener)) {
      server.config().setAutoRead(false);
      if (!limits.isFull(listener)) {
        resumeAccepting();
      }
    }
  }

  private void resumeAccepting() {
    servers.forEach((listener, server) -> {
      if (accepting.contains(server)
          && !server.config().isAutoRead()
          && !limits.isFull(listener)
          && rates.pauseOf(listener, loopMillis()) == 0) {
        server.config().setAutoRead(true);
      }
    });
  }

  private void sweep(NettyLoop loop) {
    long now = loopMillis();
    for (Connection connection : connections) {
      if (connection.info().loop() == loop) {
        connection.sweep(now, options.idleMillisMax(), STALLED_MILLIS_MAX);
      }
    }
    if (!stopping) {
      loop.schedule(SWEEP_MILLIS, () -> sweep(loop));
    }
  }

  /// Connections that are open.
  public int connectionCount() {
    return limits.connections();
  }

  /// Bytes of memory in use for requests.
  public long frameBytes() {
    return memory.used();
  }

  /// Counts connections and what waits on them, each on its loop.
  ///
  /// @param each whether every connection is to be noted
  /// @param done told once all have counted, on the loop of the last one
  public void count(boolean each, Consumer<ConnectionCounts> done) {
    ConnectionCounts counts = new ConnectionCounts(each);
    AtomicInteger missing = new AtomicInteger(loops.size());
    for (int i = 0; i < loops.size(); i++) {
      NettyLoop loop = loops.netty(i);
      loop.execute(() -> {
        for (Connection connection : connections) {
          if (connection.info().loop() == loop) {
            connection.count(counts);
          }
        }
        if (missing.decrementAndGet() == 0) {
          done.accept(counts);
        }
      });
    }
  }

  /// Stops listening, lets every request that was started be answered, and closes all connections.
  /// Blocks.
  ///
  /// @param timeoutMillis how long requests in flight get
  public void stop(long timeoutMillis) {
    stopping = true;
    for (Channel server : servers.values()) {
      server.close().awaitUninterruptibly();
    }
    for (Connection connection : connections) {
      connection.info().loop().execute(connection::drain);
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    Iterator<Connection> open = connections.iterator();
    while (open.hasNext() && System.nanoTime() < deadline) {
      awaitClose(open.next(), deadline);
      open = connections.iterator();
    }
    for (Connection connection : connections) {
      connection.info().loop().execute(connection::abort);
    }
  }

  private static void awaitClose(@Nullable Connection connection, long deadline) {
    if (connection != null) {
      connection.awaitClose(deadline - System.nanoTime());
    }
  }
}
