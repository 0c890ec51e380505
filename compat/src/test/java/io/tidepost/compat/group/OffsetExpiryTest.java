package io.tidepost.compat.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Committed offsets go when their time is over, a group goes with its last offset, also over a
/// restart; a neighbour whose time is not over stays.
///
/// Clients before Kafka 2.1 (OffsetCommit up to version 4) could say how long an offset is to be
/// kept; that makes it short enough to watch.
final class OffsetExpiryTest {
  private static final int LAST_VERSION_WITH_RETENTION = 4;
  private static final long LONG_MILLIS = 3_600_000;

  @TempDir Path folder;

  @Test
  void offsetsAndThenTheirGroupGoWhenTheirTimeIsOver() throws IOException {
    Map<String, String> options =
        Map.of("offsets.retention.check.interval.ms", "50", "offsets.topic.num.partitions", "2");
    try (ServerUnderTest server = ServerUnderTest.create(folder, options)) {
      server.start();
      Clients clients = new Clients(server);
      String topic = clients.topic("expiring", 2);
      try (Admin admin = clients.admin()) {
        awaitCoordinator(admin, "short");
        awaitCoordinator(admin, "mixed");
        commit(server, "short", topic, 0, 7, LONG_MILLIS);
        commit(server, "mixed", topic, 0, 8, LONG_MILLIS);
        commit(server, "mixed", topic, 1, 9, LONG_MILLIS);
        assertEquals(1, committed(admin, "short"));
        assertEquals(2, committed(admin, "mixed"));
        commit(server, "short", topic, 0, 7, 1_000);
        commit(server, "mixed", topic, 0, 8, 1_000);
        await(() -> !groups(admin).contains("short") && committed(admin, "mixed") == 1);
      }
      server.stop();
      server.start();
      try (Admin admin = clients.admin()) {
        await(() -> groups(admin).equals(List.of("mixed")));
        assertEquals(1, committed(admin, "mixed"));
      }
    }
  }

  /// The first question for a group creates the topic of the committed offsets, and is answered
  /// once the group's own partition of it is loaded.
  private static void awaitCoordinator(Admin admin, String group) {
    Clients.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
  }

  private static void commit(
      ServerUnderTest server, String group, String topic, int partition, long offset, long keepMs)
      throws IOException {
    var request =
        new OffsetCommitRequestData()
            .setGroupId(group)
            .setGenerationIdOrMemberEpoch(-1)
            .setRetentionTimeMs(keepMs)
            .setTopics(
                List.of(
                    new OffsetCommitRequestTopic()
                        .setName(topic)
                        .setPartitions(
                            List.of(
                                new OffsetCommitRequestPartition()
                                    .setPartitionIndex(partition)
                                    .setCommittedOffset(offset)
                                    .setCommittedMetadata("")))));
    try (Connection connection = new Connection(server.port())) {
      OffsetCommitResponseData response =
          connection.call(request, new OffsetCommitResponseData(), LAST_VERSION_WITH_RETENTION);
      assertTrue(
          response.topics().stream()
              .flatMap(t -> t.partitions().stream())
              .allMatch(p -> p.errorCode() == 0),
          response::toString);
    }
  }

  private static long committed(Admin admin, String group) {
    return Clients.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .values()
        .stream()
        .filter(offset -> offset != null)
        .count();
  }

  private static List<String> groups(Admin admin) {
    return Clients.get(admin.listGroups().all()).stream().map(GroupListing::groupId).toList();
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await().atMost(Clients.LIMIT).pollInterval(Duration.ofMillis(50)).until(condition);
  }
}
