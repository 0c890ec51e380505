package io.tidepost.compat.registry;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.compat.process.Ports;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Three nodes that all serve the registry, asked by many at once, one of which dies: what the
/// simulation says of the registry's middle, once with real processes.
@Timeout(600)
final class RegistryClusterTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int NODES = 3;
  private static final int CLIENTS = 6;
  private static final int SCHEMAS = 40;

  private final List<String> addresses = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  /// By schema: the id that was answered.
  private final Map<Integer, Integer> ids = new ConcurrentHashMap<>();

  @Test
  void idsAreGivenOnceAndWhatIsAnsweredStays() throws Exception {
    Assumptions.assumeFalse(ServerUnderTest.isApacheKafka(), "this is about our own registry");
    for (int id = 1; id <= NODES; id++) {
      addresses.add("http://127.0.0.1:" + Ports.free());
    }
    try (TidepostCluster cluster =
            new TidepostCluster(
                Shared.temporary("registries"),
                NODES,
                1,
                id -> Map.of("tidepost.registry.listeners", addresses.get(id - 1)));
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      cluster.start();
      List<Future<?>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int first = client;
        clients.add(
            threads.submit(() -> {
              registerAll(first);
              return null;
            }));
      }
      await().atMost(PATIENCE).until(() -> ids.size() > SCHEMAS / 4);
      cluster.node(2).kill();
      await().atMost(PATIENCE).until(() -> ids.size() > SCHEMAS / 2);
      cluster.node(2).start();
      for (Future<?> client : clients) {
        client.get();
      }
      Map<Integer, Integer> schemas = new HashMap<>();
      ids.forEach((schema, id) ->
          assertEquals(null, schemas.putIfAbsent(id, schema), "id " + id + " is given twice"));
      assertEquals(SCHEMAS, ids.size());
      for (String address : addresses) {
        for (Map.Entry<Integer, Integer> each : ids.entrySet()) {
          JsonNode found = ask(address, "/schemas/ids/" + each.getValue(), null);
          assertTrue(
              found != null && found.path("schema").asText().equals(schema(each.getKey())),
              () -> address + " says " + found + " of id " + each.getValue());
        }
      }
    } finally {
      http.close();
    }
  }

  private static String schema(int number) {
    return "{\"type\":\"record\",\"name\":\"R" + number + "\",\"fields\":[]}";
  }

  /// Everybody registers everything, each in another order and at all nodes in turn, until it is
  /// answered; the same schema has the same id, whoever answers.
  private void registerAll(int first) throws InterruptedException {
    for (int i = 0; i < SCHEMAS; i++) {
      int number = (i * 7 + first * 11) % SCHEMAS;
      int id = register(number, first + i);
      Integer before = ids.putIfAbsent(number, id);
      assertTrue(before == null || before == id, number + " has ids " + before + " and " + id);
    }
  }

  private int register(int number, int turn) throws InterruptedException {
    String body = JSON.createObjectNode().put("schema", schema(number)).toString();
    for (int tries = turn; ; tries++) {
      try {
        JsonNode answer =
            ask(addresses.get(tries % NODES), "/subjects/s-" + number + "/versions", body);
        if (answer != null) {
          return answer.path("id").asInt();
        }
      } catch (IOException e) {
        // The node is dead, or dies: another one is asked.
      }
    }
  }

  /// @return `null` when the registry is not able to say now
  private @Nullable JsonNode ask(String address, String path, @Nullable String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/vnd.schemaregistry.v1+json");
    if (body != null) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == 500) {
      return null;
    }
    assertEquals(200, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body());
  }
}
