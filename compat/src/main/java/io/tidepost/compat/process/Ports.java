package io.tidepost.compat.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Free ports of the loopback address, as the operating system gives them.
public final class Ports {
  private Ports() {}

  /// A port that was free a moment ago. A server that must come back on the same port after a
  /// restart needs to know it beforehand.
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
