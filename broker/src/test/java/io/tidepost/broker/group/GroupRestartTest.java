package io.tidepost.broker.group;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.broker.server.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Committed offsets across restarts, read back in many small chunks.
class GroupRestartTest {

  private static final int PARTITIONS = 20;
  private static final int COMMITS = 200;

  @TempDir Path directory;

  private TestNode start() throws Exception {
    return TestNode.start(
        directory,
        "offsets.topic.num.partitions=2",
        "offsets.topic.segment.bytes=16384",
        "offsets.load.buffer.size=1024");
  }

  private static Admin admin(TestNode node) {
    return Admin.create(Map.of("bootstrap.servers", node.bootstrap()));
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(int offset) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      offsets.put(new TopicPartition("t", partition), new OffsetAndMetadata(offset + partition));
    }
    return offsets;
  }

  private static Map<TopicPartition, OffsetAndMetadata> fetch(Admin admin, String group)
      throws InterruptedException, ExecutionException {
    return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
  }

  @Test
  void offsetsSurviveARestart() throws Exception {
    try (TestNode node = start();
        Admin admin = admin(node)) {
      admin.createTopics(List.of(new NewTopic("t", PARTITIONS, (short) 1))).all().get();
      for (int i = 0; i < COMMITS; i++) {
        admin.alterConsumerGroupOffsets("g-" + i % 5, offsets(i)).all().get();
      }
      admin.deleteConsumerGroups(List.of("g-4")).all().get();
    }
    for (int restart = 0; restart < 2; restart++) {
      try (TestNode node = start();
          Admin admin = admin(node)) {
        for (int group = 0; group < 4; group++) {
          assertEquals(offsets(COMMITS - 5 + group), fetch(admin, "g-" + group));
        }
        assertEquals(Map.of(), fetch(admin, "g-4"));
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> admin.listGroups().all().get().size() == 4);
      }
    }
  }
}
