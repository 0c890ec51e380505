package io.tidepost.compat.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.operator.OperatorServer.Answer;
import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.process.Ports;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Probes of the process that users start.
class HealthTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void aNodeThatServesIsAliveAndReady() {
    try (OperatorServer server = OperatorServer.started(Map.of())) {
      await().atMost(LIMIT).untilAsserted(() -> assertEquals(200, server.get("/readyz").status()));
      assertEquals("ready", server.get("/readyz").json().path("status").asText());
      Answer health = server.get("/healthz");
      assertEquals(200, health.status(), health.text());
      assertEquals("alive", health.json().path("status").asText());
      assertEquals(404, server.get("/no-such-page").status());
    }
  }

  @Test
  void aNodeThatWaitsForOthersIsAliveAndSaysWhyItIsNotReady() {
    int controller = Ports.free();
    int away = Ports.free();
    Map<String, String> options =
        Map.of(
            "node.id", "1",
            "process.roles", "broker,controller",
            "controller.listener.names", "CONTROLLER",
            "listeners",
                "PLAINTEXT://127.0.0.1:" + Ports.free() + ",CONTROLLER://127.0.0.1:" + controller,
            "controller.quorum.voters", "1@127.0.0.1:" + controller + ",2@127.0.0.1:" + away);
    try (OperatorServer server = new OperatorServer(options)) {
      server.process().launch();
      await()
          .atMost(Duration.ofSeconds(300)) // the launcher may have to build
          .ignoreExceptions()
          .untilAsserted(() -> assertEquals(200, server.get("/healthz").status()));
      Answer readiness = server.get("/readyz");
      assertEquals(503, readiness.status(), readiness.text());
      assertEquals("joining", readiness.json().path("phase").asText());
      assertEquals(
          "the node looks for the other nodes of its cluster",
          readiness.json().path("reasons").path(0).asText());
      server.process().kill();
    }
  }

  @Test
  void aDefaultPortThatIsTakenIsGoneWithout() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      take(taken);
      Path home = Shared.temporary("port-taken");
      try (ChildProcess process = start(home)) {
        process.awaitOut(out -> out.contains("ready:"), Duration.ofSeconds(300));
        assertFalse(process.out().contains("console"), process.out());
        assertEquals(
            1,
            process
                .err()
                .lines()
                .filter(line -> line.contains("tidepost.http.listeners"))
                .filter(line -> line.contains("cannot be served at http://localhost:8080"))
                .count(),
            process.err());
        process.terminate(LIMIT);
      }
    }
  }

  @Test
  void aPortThatWasAskedForAndIsTakenRefusesTheStart() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path home = Shared.temporary("port-refused");
      String address = "http://127.0.0.1:" + taken.getLocalPort();
      try (ChildProcess process = start(home, "--set", "tidepost.http.listeners=" + address)) {
        assertEquals(1, process.awaitExit(Duration.ofSeconds(300)));
        assertTrue(process.err().contains(address), process.err());
      }
    }
  }

  /// Somebody else may have it: that serves as well.
  private static void take(ServerSocket socket) {
    try {
      socket.bind(new InetSocketAddress("localhost", 8080));
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("in use"), e.toString());
    }
  }

  private static ChildProcess start(Path home, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Places.root().resolve("tidepost").toString());
    command.addAll(
        List.of(
            "start",
            "--set",
            "listeners=PLAINTEXT://127.0.0.1:" + Ports.free(),
            "--set",
            "tidepost.registry.listeners=",
            "--set",
            "log.dirs=" + home.resolve("data")));
    command.addAll(List.of(more));
    return ChildProcess.start("tidepost", home, command, Map.of(), null);
  }
}
