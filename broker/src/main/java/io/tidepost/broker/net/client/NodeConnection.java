package io.tidepost.broker.net.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.tidepost.base.Randomness;
import io.tidepost.base.Timers;
import io.tidepost.broker.Log;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.Loops;
import io.tidepost.wire.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A connection to another node that comes back by itself: it is opened with the first request,
/// says hello (ApiVersions, SASL), sends requests without waiting for the answers to earlier ones,
/// and is opened anew with the next request after it was lost. Attempts that fail are followed by
/// growing, jittered pauses, in which requests wait for the next attempt.
///
/// ```
///  idle ── send ──▶ connecting ──▶ greeting ──▶ ready
///   ▲                   │             │           │
///   └─ pause ◀── failed ┴─────────────┴── lost ◀──┘     everything that waits has failed
/// ```
///
/// Belongs to its loop; [#send], [#connect], [#moveTo] and [#close] may be called on any thread.
/// The number of requests that wait is bounded, and so is the size of an answer.
public final class NodeConnection implements AutoCloseable {

  /// Hears of the connection, on its loop.
  public interface Listener {

    /// Nobody listens.
    Listener NONE = new Listener() {};

    /// Requests can be sent now.
    default void connected() {}

    /// The connection is gone, or could not be opened.
    default void disconnected(IOException cause) {}
  }

  /// Everything that connections of one kind share.
  ///
  /// @param loops the event loops
  /// @param lookups runs what blocks: looking up names
  /// @param randomness for the pauses
  /// @param security of every connection
  /// @param settings of every connection
  public record Shared(
      Loops loops,
      Executor lookups,
      Randomness randomness,
      ClientSecurity security,
      ClientSettings settings) {}

  private static final Log LOG = Log.of(NodeConnection.class);

  private final Shared shared;
  private final Loop loop;
  private final Listener listener;
  private final ArrayDeque<Call<?>> waiting = new ArrayDeque<>();
  private NodeAddress address;

  /// The connection that is being opened or open.
  private @Nullable Wire wire;

  private @Nullable Channel opening;
  private boolean connecting;

  /// Number of the attempt to connect that counts; what is heard of earlier ones does not.
  private int attempt;

  private int failures;
  private Timers.@Nullable Timer pause;
  private boolean closed;
  private boolean complained;

  /// Makes a connection; nothing is opened yet.
  public NodeConnection(Shared shared, Loop loop, NodeAddress address, Listener listener) {
    this.shared = shared;
    this.loop = loop;
    this.address = address;
    this.listener = listener;
  }

  /// The loop it belongs to.
  public Loop loop() {
    return loop;
  }

  /// Sends a request as soon as there is a connection.
  public <S extends Message> void send(Call<S> call) {
    loop.run(() -> sendInLoop(call));
  }

  /// Opens the connection if there is none; when one cannot be had, it is tried once.
  public void connect() {
    loop.run(() -> {
      if (wire == null && !connecting && pause == null && !closed) {
        open();
      }
    });
  }

  /// Goes to another address from now on; a connection to the old one is closed.
  public void moveTo(NodeAddress target) {
    loop.run(() -> {
      if (!target.equals(address)) {
        lose(new IOException(address + " has moved to " + target));
        address = target;
        failures = 0;
        cancelPause();
      }
    });
  }

  /// Closes it for good; what waits fails.
  @Override
  public void close() {
    loop.run(() -> {
      if (!closed) {
        closed = true;
        cancelPause();
        lose(new IOException("the connection to " + address + " is closed here"));
      }
    });
  }

  /// Whether requests are sent at once. On its loop only.
  public boolean isReady() {
    Wire current = wire;
    return current != null && current.isReady();
  }

  private void sendInLoop(Call<?> call) {
    Wire current = wire;
    if (closed) {
      call.failed(new IOException("the connection to " + address + " is closed here"));
    } else if (current != null && current.isReady()) {
      current.send(call);
    } else if (waiting.size() >= shared.settings().inFlightMax()) {
      call.failed(new IOException("too many requests wait for a connection to " + address));
    } else {
      waiting.add(call);
      if (current == null && !connecting && pause == null) {
        open();
      }
    }
  }

  private void open() {
    connecting = true;
    int number = ++attempt;
    NodeAddress target = address;
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(target.host());
    if (literal != null) {
      connectTo(number, target, literal(target, literal));
      return;
    }
    shared
        .lookups()
        .execute(() -> {
          InetAddress found;
          try {
            found = InetAddress.getByName(target.host());
          } catch (UnknownHostException e) {
            loop.execute(() -> failed(number, new IOException(target + ": unknown host", e)));
            return;
          }
          loop.execute(
              () -> connectTo(number, target, new InetSocketAddress(found, target.port())));
        });
  }

  private static InetSocketAddress literal(NodeAddress target, byte[] bytes) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(target.host(), bytes), target.port());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + target.host(), e);
    }
  }

  private void connectTo(int number, NodeAddress target, InetSocketAddress remote) {
    if (number != attempt) {
      return;
    }
    ClientSettings settings = shared.settings();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(shared.loops().eventLoop(loop))
            .channel(shared.loops().clientChannel())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectMillisMax());
    if (settings.sendBufferBytes() > 0) {
      bootstrap.option(ChannelOption.SO_SNDBUF, settings.sendBufferBytes());
    }
    if (settings.receiveBufferBytes() > 0) {
      bootstrap.option(ChannelOption.SO_RCVBUF, settings.receiveBufferBytes());
    }
    bootstrap.handler(
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            SslHandler tls = shared.security().tls(channel.alloc(), target.host(), target.port());
            if (tls != null) {
              channel.pipeline().addLast(tls);
            }
            Wire fresh = new Wire(channel, NodeConnection.this, shared, loop, target, tls != null);
            channel.pipeline().addLast(fresh);
            if (number == attempt) {
              wire = fresh;
            } else {
              channel.close();
            }
          }
        });
    ChannelFuture future = bootstrap.connect(remote);
    opening = future.channel();
    future.addListener(done -> {
      Throwable cause = done.cause();
      if (number == attempt) {
        opening = null;
      }
      if (cause != null) {
        failed(number, new IOException(target + ": " + cause.getMessage(), cause));
      }
    });
  }

  /// The hello is over. On the loop.
  void ready(Wire of) {
    if (of != wire) {
      return;
    }
    connecting = false;
    failures = 0;
    complained = false;
    Call<?> next;
    while ((next = waiting.poll()) != null) {
      of.send(next);
    }
    listener.connected();
  }

  /// The connection broke. On the loop.
  void lost(Wire of, IOException cause) {
    if (of == wire) {
      failed(attempt, cause);
    }
  }

  private void failed(int number, IOException cause) {
    if (number != attempt || closed) {
      return;
    }
    attempt++;
    wire = null;
    connecting = false;
    failures++;
    pause = loop.schedule(pauseMillis(), this::pauseOver);
    failWaiting(cause);
    if (!complained) {
      complained = true;
      LOG.info("no connection: {}", cause.getMessage());
    }
    listener.disconnected(cause);
  }

  private void failWaiting(IOException cause) {
    // Those that are sent again in answer to their failure wait for the next attempt.
    for (int left = waiting.size(); left > 0; left--) {
      Call<?> next = waiting.poll();
      if (next != null) {
        next.failed(cause);
      }
    }
  }

  private void lose(IOException cause) {
    Wire current = wire;
    Channel half = opening;
    attempt++;
    wire = null;
    opening = null;
    connecting = false;
    failWaiting(cause);
    if (current != null) {
      current.close(cause);
    }
    if (half != null) {
      half.close();
    }
  }

  /// Doubled with each failure, and spread between half and all of it, so that many nodes do not
  /// come back at the same moment.
  private long pauseMillis() {
    ClientSettings settings = shared.settings();
    long full =
        Math.min(
            settings.backoffMillisMax(),
            (long) settings.backoffMillis() << Math.min(failures - 1, 20));
    return full / 2 + shared.randomness().nextInt((int) Math.max(1, full / 2 + 1));
  }

  private void pauseOver() {
    pause = null;
    if (!waiting.isEmpty() && !closed && wire == null && !connecting) {
      open();
    }
  }

  private void cancelPause() {
    Timers.Timer running = pause;
    pause = null;
    if (running != null) {
      running.cancel();
    }
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
