package io.tidepost.compat.transaction;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.support.Agreement;
import io.tidepost.compat.support.Clients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each of three nodes is ended with SIGKILL and comes back, one after the other, while one
/// application moves records in transactions and another, Kafka Streams with `exactly_once_v2`,
/// counts words: every output is there exactly once.
final class KilledNodesTest {
  private static final int NODES = 3;
  private static final int INPUTS = 1_500;
  private static final int LINES = 20;
  private static final List<String> TOPICS = List.of("input", "output", "lines", "counts");

  @TempDir Path home;

  @Test
  void everyOutputIsThereExactlyOnce() throws InterruptedException {
    try (var cluster =
        new TidepostCluster(
            home,
            NODES,
            Map.of(
                "default.replication.factor", "3",
                "min.insync.replicas", "2",
                "group.min.session.timeout.ms", "1000",
                "offsets.topic.num.partitions", "6",
                "transaction.state.log.num.partitions", "6"))) {
      cluster.start();
      createTopics(cluster.bootstrap());
      awaitAllInSync(cluster);
      Clients clients = new Clients(cluster.bootstrap());
      var mover = new ExactMover(clients, "input", "output", NODES, INPUTS);
      mover.fill();
      var words = new WordCount(cluster.bootstrap(), "lines", "counts");
      try (ChildProcess streams = words.instance()) {
        streams.awaitOut(out -> out.contains("state RUNNING"), WordCount.LIMIT);
        words.write(LINES);
        Thread application = mover.start();
        for (int id = 1; id <= NODES; id++) {
          int before = id * INPUTS / (NODES + 2);
          await().until(() -> mover.moved() >= before);
          cluster.node(id).kill();
          words.write(LINES);
          int meanwhile = Math.max(before, mover.moved()) + INPUTS / 20;
          await().until(() -> mover.moved() >= Math.min(meanwhile, INPUTS));
          cluster.node(id).start();
          awaitAllInSync(cluster);
        }
        application.join(Duration.ofMinutes(8));
        await().until(() -> mover.output().size() >= INPUTS);
        assertEquals(mover.expected(), mover.output());
        int lines = LINES * (NODES + 1);
        assertEquals(WordCount.expected(lines), words.read(lines), streams::describe);
      }
    }
  }

  private static void createTopics(String bootstrap) {
    try (Admin admin = new Clients(bootstrap).admin()) {
      Clients.get(
          admin
              .createTopics(
                  List.of(
                      new NewTopic("input", NODES, (short) 3),
                      new NewTopic("output", NODES, (short) 3),
                      new NewTopic("lines", 2, (short) 3),
                      new NewTopic("counts", 2, (short) 3)))
              .all());
    }
  }

  private static void awaitAllInSync(TidepostCluster cluster) {
    for (String topic : TOPICS) {
      Agreement.await(
          topic,
          places -> places.stream().allMatch(place -> place.inSync().size() == NODES),
          cluster.node(1),
          cluster.node(2),
          cluster.node(3));
    }
  }
}
