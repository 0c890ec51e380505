package io.tidepost.compat.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Ports;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Apache's own distributed Connect worker keeps its configurations, offsets and states here: a
/// file comes in exactly once, goes out again, and MirrorMaker's connector copies the topic. A
/// worker that is killed goes on where it stood.
@ExtendWith(Shared.class)
final class ConnectWorkerTest {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String JSON = "application/json";
  private static final String FILE_IN = "org.apache.kafka.connect.file.FileStreamSourceConnector";
  private static final String FILE_OUT = "org.apache.kafka.connect.file.FileStreamSinkConnector";

  private final ServerUnderTest server;
  private final Clients clients;
  private final String name = Clients.unique("connect");
  private final int port = Ports.free();
  private final HttpClient http = HttpClient.newHttpClient();
  private ChildProcess worker;

  ConnectWorkerTest(ServerUnderTest server, @TempDir Path folder) throws IOException {
    this.server = server;
    this.clients = new Clients(server);
    this.worker = start(folder);
  }

  @AfterEach
  void stop() {
    worker.close();
    http.close();
  }

  @Test
  void filesComeInGoOutAndAreMirrored(@TempDir Path folder) throws IOException {
    Path in = folder.resolve("in.txt");
    Path out = folder.resolve("out.txt");
    String topic = name + "-lines";
    Files.write(in, lines(1, 500));
    connector("in", Map.of("connector.class", FILE_IN, "file", in.toString(), "topic", topic));
    connector("out", Map.of("connector.class", FILE_OUT, "file", out.toString(), "topics", topic));
    connector("mirror", mirror(topic));
    await(out, 500);
    // What is not committed when the worker dies is written anew, and the mirror copies both.
    Awaitility.await().atMost(LIMIT).until(() -> clients.readCommitted(topic).size() >= 500);
    worker.kill();
    Files.write(in, lines(1, 1_000));
    worker = start(folder);
    await(out, 1_000);
    // A file cannot take part in a transaction: what a killed worker wrote last may come again.
    assertEquals(Set.copyOf(lines(1, 1_000)), Set.copyOf(Files.readAllLines(out)));
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> clients.readCommitted("copy-of." + topic).size() >= 1_000);
    assertEquals(lines(1, 1_000), Clients.values(clients.readCommitted(topic)));
    assertEquals(lines(1, 1_000), Clients.values(clients.readCommitted("copy-of." + topic)));
  }

  private Map<String, String> mirror(String topic) {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("connector.class", "org.apache.kafka.connect.mirror.MirrorSourceConnector");
    config.put("source.cluster.alias", "copy-of");
    config.put("target.cluster.alias", "here");
    config.put("source.cluster.bootstrap.servers", server.bootstrap());
    config.put("target.cluster.bootstrap.servers", server.bootstrap());
    config.put("topics", topic);
    config.put("replication.factor", "1");
    config.put("offset-syncs.topic.replication.factor", "1");
    config.put("refresh.topics.interval.seconds", "1");
    config.put("sync.topic.acls.enabled", "false");
    config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    config.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    return config;
  }

  private static List<String> lines(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> "line " + i).toList();
  }

  private void await(Path out, int count) {
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> Files.exists(out) && Files.readAllLines(out).size() >= count);
  }

  private ChildProcess start(Path folder) throws IOException {
    Path properties = folder.resolve("worker.properties");
    Files.write(
        properties,
        List.of(
            "bootstrap.servers=" + server.bootstrap(),
            "group.id=" + name,
            "key.converter=org.apache.kafka.connect.storage.StringConverter",
            "value.converter=org.apache.kafka.connect.storage.StringConverter",
            "offset.storage.topic=" + name + "-offsets",
            "offset.storage.replication.factor=1",
            "offset.storage.partitions=1",
            "config.storage.topic=" + name + "-configs",
            "config.storage.replication.factor=1",
            "status.storage.topic=" + name + "-status",
            "status.storage.replication.factor=1",
            "status.storage.partitions=1",
            "offset.flush.interval.ms=200",
            "session.timeout.ms=3000",
            "heartbeat.interval.ms=500",
            "scheduled.rebalance.max.delay.ms=0",
            "exactly.once.source.support=enabled",
            "listeners=http://127.0.0.1:" + port,
            "plugin.discovery=service_load",
            "plugin.path=" + Application.jars("connect")));
    List<String> command =
        Application.command(
            "connect", "org.apache.kafka.connect.cli.ConnectDistributed", properties.toString());
    return ChildProcess.start("connect", folder, command);
  }

  /// Creates or changes a connector, once the worker takes requests.
  private void connector(String kind, Map<String, String> config) throws IOException {
    String body = new ObjectMapper().writeValueAsString(config);
    URI uri = URI.create("http://127.0.0.1:%d/connectors/%s-%s/config".formatted(port, name, kind));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", JSON)
            .PUT(BodyPublishers.ofString(body))
            .build();
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> accepted(request));
  }

  private boolean accepted(HttpRequest request) throws IOException, InterruptedException {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      boolean starting = response.statusCode() == 404 || response.statusCode() >= 500;
      assertTrue(starting || response.statusCode() < 300, response::body);
      return !starting;
    } catch (ConnectException e) {
      assertTrue(worker.isAlive(), worker::describe);
      return false;
    }
  }
}
