package io.tidepost.compat.commandline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `tidepost top`: what it tells programs, and that a person at a terminal sees it and gets out.
@ExtendWith(Shared.class)
final class TopTest {

  private final ServerUnderTest server;
  private final Clients clients;

  @TempDir Path folder;

  TopTest(ServerUnderTest server) {
    this.server = server;
    this.clients = new Clients(server);
  }

  private static JsonNode named(JsonNode rows, String field, String name) {
    for (JsonNode row : rows) {
      if (row.get(field).asText().equals(name)) {
        return row;
      }
    }
    throw new AssertionError(name + " is not in " + rows);
  }

  @Test
  void programsReadRatesAndLags() throws InterruptedException {
    var tidepost = new InProcess(server.bootstrap());
    String topic = clients.topic("busy", 2);
    String group = Clients.unique("behind");
    clients.writeNumbers(topic, 0, 1, 7);
    tidepost
        .run("group", "reset-offsets", group, "--topic", topic, "--to-offset", "2", "--execute")
        .ok();
    var enough = new AtomicBoolean();
    Thread writer =
        Thread.startVirtualThread(() -> {
          try (Producer<String, String> producer = clients.producer()) {
            while (!enough.get()) {
              Clients.get(producer.send(new ProducerRecord<>(topic, 1, null, "x")));
            }
          }
        });
    try {
      await()
          .atMost(Clients.LIMIT)
          .until(() -> {
            JsonNode view = tidepost.json("top", "--once", "--interval", "300ms");
            JsonNode its = named(view.get("topics"), "topic", topic);
            assertEquals(2, its.get("partitions").asInt());
            assertEquals(0, its.get("underReplicated").asInt());
            assertTrue(named(view.get("groups"), "group", group).get("lag").asInt() >= 5);
            assertEquals(ServerUnderTest.nodes(), view.get("nodes").size());
            return its.get("recordsPerSecond").asDouble() > 0 && its.get("bytes").asLong() > 0;
          });
    } finally {
      enough.set(true);
      writer.join();
    }
    assertTrue(tidepost.run("top", "-o", "json").failed().contains("--once"));
  }

  @Test
  void qEndsItAtATerminal() throws IOException {
    // A key that was pressed early waits in the terminal.
    Path keys = Files.writeString(folder.resolve("keys"), "q");
    String command =
        "stty rows 24 cols 80; "
            + Places.root().resolve("tidepost")
            + " top --interval 200ms; echo code $?";
    try (ChildProcess script =
        ChildProcess.start(
            "script",
            folder,
            List.of("script", "-qec", command, folder.resolve("typescript").toString()),
            Map.of("TIDEPOST_BOOTSTRAP", server.bootstrap(), "TERM", "xterm"),
            keys)) {
      assertEquals(0, script.awaitExit(Tidepost.LIMIT), script::describe);
    }
    String shown = Files.readString(folder.resolve("typescript"));
    assertTrue(shown.contains("q quits"), shown);
    assertTrue(shown.contains("under-replicated"), shown);
    assertTrue(shown.contains("code 0"), shown);
  }
}
