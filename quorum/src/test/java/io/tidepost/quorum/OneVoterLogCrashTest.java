package io.tidepost.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tidepost.metadata.controller.CreateTopics;
import io.tidepost.metadata.controller.DeleteTopics;
import io.tidepost.metadata.controller.NewTopic;
import io.tidepost.metadata.image.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The power goes at every single change to the disk, from the first formatting on.
class OneVoterLogCrashTest {

  private static final List<Path> LOG_DIRS = List.of(Path.of("/data/a"), Path.of("/data/b"));
  private static final OneVoterConfig CONFIG = new OneVoterConfig(1, 2_000, 3_000, 0);
  private static final int PARTITIONS = 3;

  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> deleting = new HashSet<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyCrashLeavesANodeThatStartsWithEverythingAcknowledged(long seed) throws IOException {
    int crashes = 0;
    for (int at = 1; at < 1_000; at++) {
      acknowledged.clear();
      deleting.clear();
      var random = new Random(seed * 1_000_003 + at);
      var disk = new CrashDisk();
      disk.failAt(at);
      runUntilPowerLoss(disk, seed);
      verify(disk.survivor(random), seed, "crash at change " + at, random);
      if (!disk.lostPower()) {
        assertTrue(crashes > 150, "only " + crashes + " places to crash");
        return;
      }
      crashes++;
    }
    fail("never came to the end");
  }

  private void runUntilPowerLoss(CrashDisk disk, long seed) {
    try {
      var node = new MetadataNode(disk, LOG_DIRS, CONFIG, seed);
      live(node, 0);
      if (node.failed != null) {
        return;
      }
      node.stop();
      var again = new MetadataNode(disk, LOG_DIRS, CONFIG, seed + 1);
      live(again, 100);
      if (again.failed == null) {
        again.stop();
      }
    } catch (IOException | AssertionError e) {
      assertTrue(disk.lostPower(), () -> "failed without a power loss: " + e);
    }
  }

  /// Creates and deletes topics, several in one turn, with snapshots in between.
  private void live(MetadataNode node, int first) {
    node.join(true, first);
    for (int i = first; i < first + 12 && node.failed == null; i++) {
      String name = "topic-" + i;
      String twin = "twin-" + i;
      submit(node, name);
      submit(node, twin);
      node.turn();
      if (i % 4 == 3) {
        Topic topic = node.image().topics().byName("twin-" + (i - 1));
        if (topic != null) {
          deleting.add(topic.name());
          acknowledged.remove(topic.name());
          node.submit(
              new DeleteTopics(
                  List.of(new DeleteTopics.Target(topic.name(), io.tidepost.base.Uuid.ZERO))),
              (outcome, failure) -> {});
          node.turn();
        }
      }
    }
  }

  private void submit(MetadataNode node, String name) {
    node.submit(
        new CreateTopics(List.of(NewTopic.of(name, PARTITIONS, (short) 1)), false),
        (outcomes, failure) -> {
          if (outcomes != null) {
            acknowledged.add(name);
          }
        });
  }

  private void verify(CrashDisk disk, long seed, String what, Random random) throws IOException {
    List<String> before = new ArrayList<>();
    MetadataNode node;
    try {
      node = new MetadataNode(disk, LOG_DIRS, CONFIG, seed + 2);
    } catch (IOException e) {
      throw new AssertionError(what + " left a node that does not start: " + e.getMessage(), e);
    }
    for (String name : acknowledged) {
      assertNotNull(node.image().topics().byName(name), what + " lost topic " + name);
    }
    node.image()
        .topics()
        .forEach(topic -> {
          assertEquals(PARTITIONS, topic.partitions().size(), what + " tore " + topic.name());
          before.add(topic.name());
        });
    node.join(false, 1_000);
    assertEquals(PARTITIONS, node.createTopic("after", PARTITIONS).partitions(), what);
    var third = new MetadataNode(disk.survivor(random), LOG_DIRS, CONFIG, seed + 3);
    assertNotNull(third.image().topics().byName("after"), what);
    assertEquals(before.size() + 1, third.image().topics().size(), what);
    assertEquals(node.storage.clusterId(), third.storage.clusterId(), what);
  }
}
