package io.tidepost.compat.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/// Free ports of the loopback address, below those that the operating system gives to outgoing
/// connections, so that none of these takes one between its choice and the server's start or while
/// a killed server is away.
///
/// JVMs of tests that run side by side share the range out by their number, and no JVM gives a port
/// twice.
public final class Ports {
  private static final int FIRST = 15_000;
  private static final int END = 32_000;
  private static final int SHARES = 8;
  private static final int SHARE = Integer.getInteger("surefire.forkNumber", 1) % SHARES;

  private static int next = RandomGenerator.getDefault().nextInt(FIRST / SHARES, END / SHARES);

  private Ports() {}

  /// A port that was free a moment ago. A server that must come back on the same port after a
  /// restart needs to know it beforehand.
  ///
  /// @throws IllegalStateException when none is free
  public static synchronized int free() {
    for (int tried = 0; tried < (END - FIRST) / SHARES; tried++) {
      int port = next * SHARES + SHARE;
      next = next + 1 < END / SHARES ? next + 1 : FIRST / SHARES;
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no port from " + FIRST + " to " + END + " is free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
