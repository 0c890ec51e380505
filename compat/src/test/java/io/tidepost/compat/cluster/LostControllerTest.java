package io.tidepost.compat.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.support.Agreement;
import io.tidepost.compat.support.Clients;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process of the active controller is killed, and the others elect the next one at once: their
/// election timeout is so long that nothing would happen within the patience of any client.
class LostControllerTest {

  private static final int PARTITIONS = 3;
  private static final String NEVER = Integer.toString(Integer.MAX_VALUE / 4);

  @TempDir Path home;

  /// Only node 1 stands by itself, so it is the first to lead.
  private static Map<String, String> options(int id) {
    return id == 1 ? Map.of() : Map.of("controller.quorum.election.timeout.ms", NEVER);
  }

  @Test
  void theOthersDoNotWaitForTheElectionTimeout() {
    try (var cluster = new TidepostCluster(home, 3, 1, LostControllerTest::options)) {
      cluster.start();
      Clients clients = new Clients(cluster.bootstrap());
      try (Admin admin = clients.admin()) {
        assertEquals(1, Clients.get(admin.describeMetadataQuorum().quorumInfo()).leaderId());
        var topic =
            new NewTopic("orders", PARTITIONS, (short) 3)
                .configs(Map.of("min.insync.replicas", "2"));
        Clients.get(admin.createTopics(List.of(topic)).all());
        Agreement.await("orders", cluster.node(1), cluster.node(2), cluster.node(3));
        cluster.node(1).kill();
        await()
            .untilAsserted(() ->
                assertEquals(
                    2, Clients.get(admin.describeMetadataQuorum().quorumInfo()).leaderId()));
        writeToAll(clients);
      }
    }
  }

  private static void writeToAll(Clients clients) {
    try (Producer<String, String> producer =
        clients.producer(Map.of(ProducerConfig.ACKS_CONFIG, "all"))) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        String value = "in " + partition;
        Clients.get(producer.send(new ProducerRecord<>("orders", partition, null, value)));
      }
    }
  }
}
