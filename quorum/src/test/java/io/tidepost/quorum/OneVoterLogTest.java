package io.tidepost.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Disk;
import io.tidepost.metadata.controller.CreateTopics;
import io.tidepost.metadata.controller.NewTopic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OneVoterLogTest {

  private static final Path DIR = Path.of("/data");
  private static final Path METADATA = DIR.resolve("__cluster_metadata-0");
  private static final Path SEGMENT = METADATA.resolve("00000000000000000000.log");
  private static final OneVoterConfig CONFIG = OneVoterConfig.defaults(1);

  private final CrashDisk disk = new CrashDisk();

  private MetadataNode start(OneVoterConfig config) throws IOException {
    return new MetadataNode(disk, List.of(DIR), config, 1);
  }

  private MetadataNode started() throws IOException {
    var node = start(CONFIG);
    node.join(true, 1);
    return node;
  }

  @Test
  void manyAppendsInOneTurnAreOneBatchWithOneSync() throws IOException {
    var node = started();
    long before = disk.size(SEGMENT);
    List<String> answered = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String name = "t" + i;
      node.submit(
          new CreateTopics(List.of(NewTopic.of(name, 1, (short) 1)), false),
          (outcome, failure) -> answered.add(name));
    }
    assertEquals(List.of(), answered);
    node.turn();
    assertEquals(50, answered.size());
    var batches = new BatchFile(disk.open(SEGMENT, Disk.OpenMode.READ));
    int found = 0;
    while (batches.next()) {
      found += batches.position() >= before ? 1 : 0;
    }
    assertEquals(1, found);
  }

  @Test
  void aFullDiskRejectsTheCommandAndTheNextOneGoesThrough() throws IOException {
    var node = started();
    disk.rejectWrites(1, new IOException("No space left on device"));
    List<ErrorCode> errors = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      node.submit(
          new CreateTopics(List.of(NewTopic.of(name, 1, (short) 1)), false),
          (outcome, failure) -> errors.add(Objects.requireNonNull(failure).error()));
    }
    node.turn();
    assertEquals(List.of(ErrorCode.KAFKA_STORAGE_ERROR, ErrorCode.KAFKA_STORAGE_ERROR), errors);
    assertNull(node.failed);
    assertNull(node.image().topics().byName("a"));
    node.createTopic("a", 3);
    assertNotNull(node.image().topics().byName("a"));
    var again = new MetadataNode(disk.survivor(new Random(1)), List.of(DIR), CONFIG, 2);
    assertEquals(1, again.image().topics().size());
  }

  @Test
  void aFailedSyncEndsTheLog() throws IOException {
    var node = started();
    disk.failAt(2);
    List<ErrorCode> errors = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      node.submit(
          new CreateTopics(List.of(NewTopic.of("a" + i, 1, (short) 1)), false),
          (outcome, failure) -> errors.add(Objects.requireNonNull(failure).error()));
      node.turn();
    }
    assertNotNull(node.failed);
    assertEquals(List.of(ErrorCode.KAFKA_STORAGE_ERROR, ErrorCode.KAFKA_STORAGE_ERROR), errors);
  }

  @Test
  void everyFlippedBitInTheMiddleIsReportedAndNothingIsCut() throws IOException {
    var node = started();
    node.createTopic("a", 2);
    node.createTopic("b", 2);
    long size = disk.size(SEGMENT);
    int last = lastBatch();
    for (int position = 0; position < last; position++) {
      // The checksum covers neither base offset nor leader epoch, but they must fit their place.
      // Only
      // the first leader epoch has nothing to fit to, and means nothing.
      if (position >= BatchHeader.PARTITION_LEADER_EPOCH && position < BatchHeader.MAGIC) {
        continue;
      }
      disk.flipBit(SEGMENT, position);
      var refused = assertThrows(UnusableStorageException.class, () -> start(CONFIG));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.startsWith(SEGMENT.toString()), message);
      assertTrue(message.contains(" at position "), message);
      assertEquals(size, disk.size(SEGMENT));
      disk.flipBit(SEGMENT, position);
    }
    assertEquals(2, start(CONFIG).image().topics().size());
  }

  private int lastBatch() throws IOException {
    var batches = new BatchFile(disk.open(SEGMENT, Disk.OpenMode.READ));
    long last = 0;
    while (batches.next()) {
      last = batches.position();
    }
    return (int) last;
  }

  @Test
  void afterACleanStopDamageAtTheVeryEndIsReportedToo() throws IOException {
    var node = started();
    node.createTopic("a", 2);
    node.stop();
    int end = (int) disk.size(SEGMENT);
    disk.flipBit(SEGMENT, end - 1);
    var refused = assertThrows(UnusableStorageException.class, () -> start(CONFIG));
    assertTrue(String.valueOf(refused.getMessage()).contains("clean stop"));
    assertEquals(end, disk.size(SEGMENT));
  }

  @Test
  void aTornTailOfAnUncleanStopIsCutAndSaid() throws IOException {
    var node = started();
    node.createTopic("a", 2);
    int end = (int) disk.size(SEGMENT);
    node.createTopic("b", 2);
    disk.flipBit(SEGMENT, end + 70);
    var again = start(CONFIG);
    assertEquals(1, again.image().topics().size());
    assertTrue(again.notices.get(0).contains("cut off"), again.notices.toString());
  }

  @Test
  void snapshotsReplaceOldSegments() throws IOException {
    var config = new OneVoterConfig(1, 1_000, 2_000, 0);
    var node = start(config);
    node.join(true, 1);
    for (int i = 0; i < 60; i++) {
      node.createTopic("t" + i, 2);
    }
    List<String> files = disk.list(METADATA);
    assertEquals(
        2, files.stream().filter(f -> f.endsWith(".checkpoint")).count(), files.toString());
    assertTrue(files.stream().filter(f -> f.endsWith(".log")).count() <= 6, files.toString());
    assertTrue(!files.contains("00000000000000000000.log"), files.toString());
    node.stop();
    assertEquals(60, start(config).image().topics().size());
  }

  @Test
  void aDamagedSnapshotIsReplacedByTheOneBefore() throws IOException {
    var node = started();
    for (int i = 0; i < 3; i++) {
      node.createTopic("t" + i, 2);
      node.log.snapshot(node.image(), 1_000);
      node.turn();
    }
    node.createTopic("last", 2);
    List<String> snapshots =
        disk.list(METADATA).stream().filter(f -> f.endsWith(".checkpoint")).toList();
    assertEquals(2, snapshots.size());
    disk.flipBit(METADATA.resolve(snapshots.get(1)), 100);
    var again = start(CONFIG);
    assertEquals(4, again.image().topics().size());
    assertTrue(again.notices.get(0).contains(snapshots.get(1)), again.notices.toString());
    disk.flipBit(METADATA.resolve(snapshots.get(0)), 100);
    var refused = assertThrows(UnusableStorageException.class, () -> start(CONFIG));
    assertTrue(String.valueOf(refused.getMessage()).contains(snapshots.get(1)));
  }

  @Test
  void aQuorumOfOthersIsRefusedAndADamagedStateFileIsNot() throws IOException {
    started().stop();
    Path state = METADATA.resolve("quorum-state");
    String text = new String(disk.readAll(state), StandardCharsets.UTF_8);
    disk.replaceAtomically(
        state,
        text.replace("[{\"voterId\":1}]", "[{\"voterId\":1},{\"voterId\":2}]")
            .getBytes(StandardCharsets.UTF_8));
    var refused = assertThrows(UnusableStorageException.class, () -> start(CONFIG));
    assertTrue(String.valueOf(refused.getMessage()).contains("voters [1, 2]"));
    disk.replaceAtomically(state, new byte[] {0, 1, 2});
    var node = start(CONFIG);
    assertEquals(2, node.log.leaderEpoch());
    assertTrue(node.notices.get(0).contains("quorum-state is damaged"));
  }
}
