package io.tidepost.compat.server;

import java.nio.file.Path;
import java.util.Map;

/// One Kafka-compatible server, run as a child process on the loopback address, with its data in a
/// folder of its own; or several that are one cluster, where each question about "the" process is
/// answered for the first node.
///
/// It keeps its port and its data over [#stop()], [#kill()] and another [#start()]. Used by one
/// thread.
public sealed interface ServerUnderTest extends AutoCloseable
    permits ServerProcess, ClusterUnderTest {

  /// The system property that says what the tests run against: `tidepost` (default) or `kafka`.
  String PROPERTY = "tidepost.compat.server";

  /// The system property with the number of nodes that tests without a need of their own run
  /// against, 1 by default. Internal topics, and those whose creator does not say otherwise, have
  /// as many replicas.
  String NODES_PROPERTY = "tidepost.compat.nodes";

  /// A server of [#nodes()] nodes that is not started yet.
  ///
  /// @param home a folder for configuration, data and output
  /// @param options `server.properties` lines beyond listeners, log directories and what makes a
  ///   cluster
  static ServerUnderTest ofAnySize(Path home, Map<String, String> options) {
    return nodes() == 1 ? create(home, options) : new ClusterUnderTest(home, nodes(), options);
  }

  /// How many nodes [#ofAnySize(Path, Map)] makes. Of Apache Kafka it is always one.
  static int nodes() {
    return isApacheKafka() ? 1 : Integer.getInteger(NODES_PROPERTY, 1);
  }

  /// A server with one node that is not started yet.
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

  /// `host:port` for clients, with commas between those of several nodes.
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
