package io.tidepost.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.base.world.RealDisk;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.controller.DeleteTopics;
import io.tidepost.metadata.image.KeptRecordKeys;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.record.UserScramCredentialRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Takes over a directory that Apache Kafka 4.3.1 left at a clean stop: one node in combined mode,
/// a dynamic quorum, two snapshots, topics created, grown and deleted, configurations of all kinds,
/// access control entries, a SCRAM credential and quotas.
class KafkaDirectoryTest {

  @TempDir Path directory;

  @BeforeEach
  void unpack() throws IOException {
    try (InputStream in =
            Objects.requireNonNull(
                KafkaDirectoryTest.class.getResourceAsStream("/apache-kafka-4.3.1.zip"));
        var zip = new ZipInputStream(in)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = directory.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(Objects.requireNonNull(target.getParent()));
          Files.write(target, zip.readAllBytes());
        }
      }
    }
  }

  private MetadataNode start(long seed) throws IOException {
    return new MetadataNode(
        RealDisk.INSTANCE, List.of(directory), OneVoterConfig.defaults(1), seed);
  }

  @Test
  void everythingIsThere() throws IOException {
    var node = start(1);
    check(node.image());
    assertEquals("4L6g3nShT-eMCtK--X86sw", node.storage.clusterId());
    assertEquals(2, node.log.leaderEpoch());
    assertEquals(List.of(), node.notices);
    assertEquals(List.of(1), node.log.voters().ids());
  }

  private static void check(MetadataImage image) {
    Topic orders = Objects.requireNonNull(image.topics().byName("orders"));
    assertEquals(3, orders.partitions().size());
    assertEquals(
        4, Objects.requireNonNull(image.topics().byName("grown.topic")).partitions().size());
    assertNull(image.topics().byName("gone"));
    assertEquals(9, image.topics().size());
    assertEquals(
        Map.of("retention.ms", "1234567"), image.configs().of(ConfigResource.topic("orders")));
    assertEquals("2", image.configs().of(ConfigResource.BROKER_DEFAULT).get("log.cleaner.threads"));
    assertEquals(Map.of("background.threads", "11"), image.configs().of(ConfigResource.broker(1)));
    assertEquals(
        Map.of("consumer.session.timeout.ms", "46000"),
        image.configs().of(new ConfigResource(ConfigResource.Type.GROUP, "g")));
    assertEquals(
        Map.of("interval.ms", "60000"),
        image.configs().of(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "m")));
    assertEquals(2, image.acls().size());
    assertEquals(3, image.kept().size());
    var scram =
        (UserScramCredentialRecord)
            Objects.requireNonNull(
                image.kept().get(KeptRecordKeys.scramCredential("alice", (byte) 1)));
    assertEquals(4096, scram.iterations);
    assertEquals(30, image.features().metadataVersion());
    assertTrue(image.nextProducerId() >= 1000);
  }

  private static Partition partition(MetadataNode node, Uuid topicId) {
    return Objects.requireNonNull(node.image().topics().byId(topicId)).partitions().get(0);
  }

  @Test
  void theBrokerLeadsEverythingAgainAndNothingIsLostInASnapshotOfOurs() throws IOException {
    var node = start(1);
    Uuid id = Objects.requireNonNull(node.image().topics().byName("orders")).id();
    int leaderEpoch = partition(node, id).leaderEpoch();
    assertEquals(Partition.NO_LEADER, partition(node, id).leader());
    node.join(true, 5);
    node.image()
        .topics()
        .forEach(topic -> topic.partitions().forEach(p -> assertEquals(1, p.leader())));
    Partition partition = partition(node, id);
    assertEquals(leaderEpoch + 1, partition.leaderEpoch());
    assertEquals(List.of(1), partition.isr());
    assertEquals(List.of(), partition.elr());
    node.log.snapshot(node.image(), 5_000);
    node.turn();
    node.createTopic("later", 2);
    node.log.snapshot(node.image(), 5_000);
    node.turn();
    assertNull(node.log.snapshotProblem());
    node.stop();
    Files.delete(directory.resolve("__cluster_metadata-0/clean-stop"));
    try (var files = Files.list(directory.resolve("__cluster_metadata-0"))) {
      for (Path log : files.filter(f -> f.toString().endsWith(".log")).toList()) {
        Files.write(log, new byte[0]);
      }
    }
    var again = start(2);
    assertNotNull(again.image().topics().byName("later"));
    assertEquals(List.of(1), again.log.voters().ids());
    assertEquals(10, again.image().topics().size());
    again.call(new DeleteTopics(List.of(new DeleteTopics.Target("later", Uuid.ZERO))));
    check(again.image());
  }
}
