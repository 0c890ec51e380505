package io.tidepost.compat.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.process.Ports;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What takes long is in the log, with where its time went; each line is a JSON object if wanted.
class SlowRequestsTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void slowRequestsAreLoggedAsJson() {
    int port = Ports.free();
    Path home = Shared.temporary("slow-requests");
    List<String> command =
        List.of(
            Places.root().resolve("tidepost").toString(),
            "start",
            "--set",
            "listeners=PLAINTEXT://127.0.0.1:" + port,
            "--set",
            "tidepost.registry.listeners=",
            "--set",
            "tidepost.http.listeners=",
            "--set",
            "tidepost.log.format=json",
            "--set",
            "tidepost.slow.request.ms=1",
            "--set",
            "log.dirs=" + home.resolve("data"));
    try (ChildProcess process = ChildProcess.start("tidepost", home, command, Map.of(), null)) {
      process.awaitOut(out -> out.contains("ready:"), Duration.ofSeconds(300));
      // Syncs the metadata, the directories of fifty partitions, and answers only then.
      new Clients("127.0.0.1:" + port).topic("slow", 50);
      await().atMost(LIMIT).until(() -> process.err().contains("CreateTopics"));
      JsonNode line = slow(process.err(), "CreateTopics");
      JsonNode values = line.path("kvpList");
      assertEquals("WARN", line.path("level").asText());
      assertTrue(line.path("formattedMessage").asText().startsWith("slow request: CreateTopics"));
      double total = value(values, "totalMs");
      double parts =
          value(values, "queueMs")
              + value(values, "localMs")
              + value(values, "remoteMs")
              + value(values, "replyQueueMs");
      assertTrue(total >= 1, values.toString());
      assertEquals(total, parts, 0.5, values.toString());
      process.terminate(LIMIT);
    }
  }

  /// Every line that the server wrote is JSON; the launcher has a word before it.
  private static JsonNode slow(String log, String api) {
    for (String line : log.lines().filter(each -> !each.startsWith("tidepost: ")).toList()) {
      try {
        JsonNode json = MAPPER.readTree(line);
        if (json.path("formattedMessage").asText().startsWith("slow request: " + api)) {
          return json;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(line, e);
      }
    }
    throw new AssertionError("no line about a slow " + api + " in\n" + log);
  }

  private static double value(JsonNode values, String name) {
    for (JsonNode each : values) {
      if (each.has(name)) {
        return each.path(name).asDouble();
      }
    }
    throw new AssertionError(name + " is not in " + values);
  }
}
