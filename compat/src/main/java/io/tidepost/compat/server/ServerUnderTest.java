package io.tidepost.compat.server;

import java.nio.file.Path;
import java.util.Map;

/// One Kafka-compatible server with one node, run as a child process on the loopback address, with
/// its data in a folder of its own.
///
/// It keeps its port and its data over [#stop()], [#kill()] and another [#start()]. Used by one
/// thread.
public sealed interface ServerUnderTest extends AutoCloseable permits ServerProcess {

  /// The system property that says what the tests run against: `tidepost` (default) or `kafka`.
  String PROPERTY = "tidepost.compat.server";

  /// A server that is not started yet.
  ///
  /// @param home a folder for its configuration, data and output
  /// @param options `server.properties` lines beyond listeners and log directories
  static ServerUnderTest create(Path home, Map<String, String> options) {
    return isApacheKafka()
        ? new ApacheKafka(home, options, ApacheKafka.LIGHT_JVM)
        : new TidepostProcess(home, options);
  }

  /// Whether the tests run against Apache Kafka in order to check the tests.
  static boolean isApacheKafka() {
    return switch (System.getProperty(PROPERTY, "tidepost")) {
      case "kafka" -> true;
      case "tidepost" -> false;
      default -> throw new IllegalArgumentException(PROPERTY + " is neither tidepost nor kafka");
    };
  }

  /// `host:port` for clients.
  String bootstrap();

  /// The port for clients.
  int port();

  /// The log directory.
  Path dataDirectory();

  /// The process id of the server itself.
  ///
  /// @throws NullPointerException when it does not run
  long pid();

  /// Starts the server and waits until it says that it serves.
  void start();

  /// Starts the server and does not wait.
  void launch();

  /// Asks the process to end (SIGTERM) and waits until it has.
  void stop();

  /// Ends the process at once (SIGKILL).
  void kill();

  /// What the server has written to its outputs since it was last started, for messages of
  /// failures.
  String output();

  /// Kills the process if it still runs. The data stays.
  @Override
  void close();
}
