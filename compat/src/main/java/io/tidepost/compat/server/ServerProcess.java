package io.tidepost.compat.server;

import io.tidepost.compat.process.ChildProcess;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What every server under test has in common: a port that it keeps, and a child process that comes
/// and goes.
abstract sealed class ServerProcess implements ServerUnderTest
    permits ApacheKafka, TidepostProcess {

  private final String address;
  private final int port;
  private final Duration stopLimit;
  private @Nullable ChildProcess process;

  /// @param address what it listens on
  /// @param stopLimit how long a server may take to end after SIGTERM
  ServerProcess(String address, int port, Duration stopLimit) {
    this.address = address;
    this.port = port;
    this.stopLimit = stopLimit;
  }

  /// The process that runs from now on.
  final void launched(ChildProcess child) {
    process = child;
  }

  /// The running process.
  ///
  /// @throws NullPointerException when it was stopped or never started
  final ChildProcess running() {
    return Objects.requireNonNull(process, "the server does not run");
  }

  @Override
  public final String bootstrap() {
    return address + ":" + port;
  }

  /// What it listens on.
  public final String address() {
    return address;
  }

  @Override
  public final int port() {
    return port;
  }

  @Override
  public final long pid() {
    return running().pid();
  }

  @Override
  public final void stop() {
    running().terminate(stopLimit);
    process = null;
  }

  @Override
  public final void kill() {
    running().kill();
    process = null;
  }

  @Override
  public final String output() {
    return process == null ? "not running" : process.describe();
  }

  @Override
  public final void close() {
    if (process != null) {
      process.close();
    }
  }
}
