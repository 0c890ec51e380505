package io.tidepost.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A port of the loopback interface that the system chose. As long as it is held nobody else is
/// given it; connections to it are refused until a node listens there.
final class HeldPort implements AutoCloseable {

  private final Socket socket = new Socket();

  private HeldPort(int port) throws IOException {
    // With this set on both sides a listener may have a port that is bound but not listened at.
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
  }

  static HeldPort any() {
    try {
      return new HeldPort(0);
    } catch (IOException e) {
      throw new UncheckedIOException("no port of the loopback interface can be had", e);
    }
  }

  int number() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a port cannot be given back", e);
    }
  }
}
