package io.tidepost.compat.commandline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.tool.ApacheTools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// `./tidepost start` without anything, and Kafka's best-known line against it. Needs port 9092,
/// which such a start listens on; where somebody else has it, the test is not carried out and says
/// so.
@ResourceLock("the default ports")
final class QuickStartTest {
  @TempDir Path folder;

  @BeforeEach
  void needsTheUsualPort() {
    assumeFalse(ServerUnderTest.isApacheKafka(), "this is about our own start");
    assumeTrue(isFree(9092), "port 9092 is taken by another process");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void anEventGoesInAndKafkasConsoleConsumerPrintsIt() throws IOException {
    Tidepost tidepost = new Tidepost(folder, "localhost:9092");
    try (ChildProcess server = tidepost.start(null, "start")) {
      server.awaitOut(out -> out.contains("\n"), Tidepost.LIMIT);
      assertEquals(1, server.out().lines().count(), server::describe);
      assertTrue(server.out().contains("9092"), server::describe);
      Path event = Files.writeString(folder.resolve("event"), "tuna:a sandwich was paid for\n");
      tidepost.run(
          event,
          "produce",
          "sandwiches",
          "--create",
          "--key-separator",
          ":",
          "--header",
          "till=3",
          "--timestamp",
          "2026-01-31T12:00:00Z");
      String json = tidepost.run(null, "consume", "sandwiches", "--output", "json");
      for (String part : List.of("tuna", "a sandwich was paid for", "till", "1769860800000")) {
        assertTrue(json.contains(part), () -> part + " is not in " + json);
      }
      assertEquals("a sandwich was paid for\n", consoleConsumer());
      assertTrue(Files.isDirectory(folder.resolve("data")));
      assertEquals(0, Tidepost.end(server), server::describe);
    }
  }

  /// `kafka-console-consumer --topic … --from-beginning --bootstrap-server localhost:9092`, ended
  /// once it has printed something.
  private String consoleConsumer() {
    List<String> command =
        ApacheTools.javaCommand("org.apache.kafka.tools.consumer.ConsoleConsumer");
    command.addAll(
        List.of(
            "--topic", "sandwiches", "--from-beginning", "--bootstrap-server", "localhost:9092"));
    try (ChildProcess consumer = ChildProcess.start("console-consumer", folder, command)) {
      await().atMost(Clients.LIMIT).until(() -> consumer.out().contains("\n"));
      consumer.terminate(Clients.LIMIT);
      return consumer.out();
    }
  }
}
