package io.tidepost.compat.security;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The audit log of three nodes is one: what each of them saw stands in it, whoever leads its
/// topic.
final class AuditEverywhereTest {
  private static final String TOPIC = "__tidepost_audit";
  private static final int NODES = 3;
  private static final int VERSION = 4;

  @TempDir Path home;

  @Test
  void whatEveryNodeSawStandsInTheLog() throws IOException {
    try (var cluster =
        new TidepostCluster(
            home,
            NODES,
            Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS",
                "tidepost.audit.enable",
                "true",
                "tidepost.audit.traffic",
                "true"))) {
      cluster.start();
      Clients clients = new Clients(cluster.bootstrap());
      for (int id = 1; id <= NODES; id++) {
        ask(cluster.node(id).port(), "seen-by-" + id);
      }
      await()
          .untilAsserted(() -> {
            String log = String.join("\n", Clients.values(clients.readAll(TOPIC)));
            for (int id = 1; id <= NODES; id++) {
              assertTrue(log.contains("\"seen-by-" + id + "\""), log);
            }
          });
      refused(clients);
    }
  }

  /// Whoever is asked for a coordinator decides by itself who may know.
  private static void ask(int port, String group) throws IOException {
    var request = new FindCoordinatorRequestData().setCoordinatorKeys(List.of(group));
    try (Connection connection = new Connection(port)) {
      connection.call(request, new FindCoordinatorResponseData(), VERSION);
    }
  }

  /// Clients write nothing into it, whatever they may do otherwise.
  private static void refused(Clients clients) {
    try (Producer<String, String> producer = clients.producer()) {
      Throwable failure = Clients.failure(producer.send(new ProducerRecord<>(TOPIC, "forged")));
      assertEquals(InvalidTopicException.class, failure.getClass());
    }
  }
}
