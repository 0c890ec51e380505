package io.tidepost.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A port that is bound at once, so that it is known to be free, while what serves it is loaded
/// when somebody connects for the first time: until then it costs one parked virtual thread.
public final class LazyPort implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LazyPort.class);

  /// Takes over a bound port.
  public interface Starter {

    /// Starts serving; connections that wait already are to be served, too.
    ///
    /// @return what stops it
    AutoCloseable start(BoundPort port) throws Exception;
  }

  private final ServerSocketChannel channel;
  private final Selector selector;
  private final Starter starter;
  private final HttpAddress address;
  private volatile boolean closed;
  private volatile AutoCloseable running = () -> {};

  private LazyPort(HttpAddress address, Starter starter) throws IOException {
    this.starter = starter;
    channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address.socketAddress());
      selector = Selector.open();
    } catch (IOException e) {
      channel.close();
      throw new IOException(address + ": " + e.getMessage(), e);
    }
    this.address =
        new HttpAddress(address.secure(), address.host(), channel.socket().getLocalPort());
  }

  /// Binds a port.
  ///
  /// @throws IOException when it cannot be bound; the message names it
  public static LazyPort bind(HttpAddress address, Starter starter) throws IOException {
    LazyPort port = new LazyPort(address, starter);
    Thread.ofVirtual().name("tidepost-http-" + port.address.port()).start(port::awaitSomebody);
    return port;
  }

  /// Binds several ports, or none.
  ///
  /// @throws IOException when one of them cannot be bound; the message names it
  public static List<LazyPort> bind(List<HttpAddress> addresses, Starter starter)
      throws IOException {
    List<LazyPort> ports = new ArrayList<>();
    try {
      for (HttpAddress address : addresses) {
        ports.add(bind(address, starter));
      }
      return List.copyOf(ports);
    } catch (IOException e) {
      ports.forEach(LazyPort::close);
      throw e;
    }
  }

  /// Where it is, with the port that was really bound.
  public HttpAddress address() {
    return address;
  }

  private void awaitSomebody() {
    try {
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_ACCEPT);
      while (!closed && selector.select() == 0) {
        Thread.onSpinWait();
      }
      key.cancel();
      selector.close();
      if (closed) {
        return;
      }
      channel.configureBlocking(true);
      AutoCloseable started = starter.start(new BoundPort(channel, address.secure()));
      synchronized (this) {
        running = started;
        if (closed) {
          started.close();
        }
      }
    } catch (Exception e) {
      if (!closed) {
        LOG.error("{} cannot be served: {}", address, e.toString(), e);
        closeChannel();
      }
    }
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("{}: the port could not be closed: {}", address, e.toString());
    }
  }

  @Override
  public void close() {
    AutoCloseable toClose;
    synchronized (this) {
      closed = true;
      toClose = running;
    }
    selector.wakeup();
    try {
      toClose.close();
    } catch (Exception e) {
      LOG.warn("{} was not stopped in good order: {}", address, e.toString());
    }
    closeChannel();
  }
}
