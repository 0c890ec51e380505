package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Retention, DeleteRecords, truncation, leader epochs, search by timestamp.
class TrimmingTest {

  @TempDir Path directory;
  private LogKit kit;

  @BeforeEach
  void create() throws IOException {
    kit = new LogKit(directory);
    kit.config = LogConfig.DEFAULT.withSegment(400, Long.MAX_VALUE).withIndexInterval(50);
    kit.create();
  }

  private void fill(int batches) {
    for (int i = 0; i < batches; i++) {
      kit.append(Batches.of(1).valueSize(50).timestamp(kit.now - 1000 + i * 10L));
    }
  }

  private List<String> files(String suffix) throws IOException {
    return kit.disk.list(kit.directory).stream().filter(n -> n.endsWith(suffix)).toList();
  }

  @Test
  void retentionBySizeRemovesTheOldest() throws IOException {
    fill(30);
    kit.runWork();
    long size = kit.log().sizeInBytes();
    kit.log().updateConfig(kit.config.withRetention(-1, 900));
    assertEquals(0, kit.log().applyRetention(0, kit.now));
    assertTrue(kit.log().applyRetention(30, kit.now) > 0);
    assertTrue(kit.log().sizeInBytes() >= 900 && kit.log().sizeInBytes() < 900 + 400);
    assertTrue(size > kit.log().sizeInBytes());
    assertTrue(kit.log().logStartOffset() > 0);
    assertEquals(
        ReadResult.Status.OFFSET_OUT_OF_RANGE, kit.read(kit.log().logStartOffset() - 1).status());
    assertEquals(0, files(".deleted").size(), "renaming is not for the loop");
    while (kit.work.element().delayMillis() == 0) {
      LogKit.run(kit.work.remove());
    }
    assertTrue(files(".deleted").size() > 0);
    assertTrue(kit.work.stream().anyMatch(w -> w.delayMillis() == 60_000));
    kit.runWork();
    assertEquals(0, files(".deleted").size());
    long start = kit.log().logStartOffset();
    kit.restart();
    assertEquals(start, kit.log().logStartOffset());
    assertEquals(30 - start, kit.baseOffsets(start).size());
  }

  /// Whatever the power leaves of removals, it leaves the newest.
  @Test
  void oneRemovalWaitsForTheOther() throws IOException {
    fill(30);
    kit.runWork();
    kit.log().deleteRecordsBefore(8, kit.now);
    kit.log().deleteRecordsBefore(16, kit.now);
    List<LogWork> removals =
        kit.work.stream().filter(w -> w.kind() == LogWork.Kind.DELETE).toList();
    assertEquals(1, removals.size());
    kit.work.removeAll(removals);
    removals.getFirst().failed(new IOException("not now"));
    kit.runWork();
    kit.openUnclean();
    assertEquals(List.of(), kit.damaged);
    assertEquals(16, kit.log().logStartOffset());
  }

  /// Nothing takes the place of what was cut off before that is known to be gone for good: after a
  /// power loss it could stand among what is newer.
  @Test
  void whatIsCutOffIsGoneForGood() throws IOException {
    var disk = new FaultyDisk();
    kit = new LogKit(disk, directory.resolve("other"));
    kit.create();
    fill(3);
    disk.failSync = true;
    assertThrows(IOException.class, () -> kit.log().truncateTo(1, kit.now));
    assertNotNull(kit.log().failure());
  }

  /// What a verification has read is no news once other bytes have taken the place.
  @Test
  void aVerificationFromBeforeATruncationIsNotBelieved() throws IOException {
    fill(3);
    kit.restart();
    LogWork verification =
        Objects.requireNonNull(kit.log().read(0, 1 << 20, Long.MAX_VALUE, true).work());
    kit.log().truncateTo(1, kit.now);
    // One batch that reaches over the end of what was verified, in the same segment.
    kit.append(Batches.of(1).valueSize(200));
    assertEquals(1, kit.log().state().segments.size());
    LogKit.run(verification);
    assertEquals(List.of(), kit.damaged);
    assertEquals(List.of(0L, 1L), kit.baseOffsets(0));
  }

  /// Applies retention until there is nothing to wait for.
  private void retainAll(long highWatermark) throws IOException {
    do {
      kit.log().applyRetention(highWatermark, kit.now);
      kit.runWork();
    } while (kit.log().retentionWaits());
  }

  /// The file that is to follow is created elsewhere; until its name is durable something stays
  /// that says where offsets go on, whoever wants everything gone.
  @Test
  void theLastSegmentGoesWhenTheNextIsNamed() throws IOException {
    FaultyDisk disk = (FaultyDisk) kit.disk;
    fill(30);
    kit.runWork();
    kit.log().updateConfig(kit.config.withRetention(60_000, -1));
    kit.now += 61_000;
    disk.failOpen = true;
    kit.log().applyRetention(30, kit.now);
    assertTrue(kit.log().retentionWaits());
    kit.log().deleteRecordsBefore(30, kit.now);
    assertTrue(kit.log().sizeInBytes() > 0);
    assertFalse(kit.log().canTruncate());
    kit.runWork();
    // It could not be created: the next time is early enough.
    kit.log().applyRetention(30, kit.now);
    assertFalse(kit.log().retentionWaits());
    assertTrue(kit.log().sizeInBytes() > 0);
    disk.failOpen = false;
    kit.runWork();
    retainAll(30);
    assertEquals(0, kit.log().sizeInBytes());
    kit.crash();
    assertEquals(30, kit.append(Batches.of(1)).baseOffset());
  }

  /// In the middle of a turn the active segment holds more than the log tells of.
  @Test
  void whatIsBeingAppendedIsNotRemoved() throws IOException {
    fill(2);
    kit.log().updateConfig(kit.config.withRetention(60_000, -1));
    kit.now += 61_000;
    kit.log().add(Batches.of(1).build(), AppendOrigin.CLIENT, 0, kit.now);
    kit.log().applyRetention(2, kit.now);
    kit.log().flush(kit.now);
    retainAll(2);
    assertEquals(3, kit.log().logEndOffset());
    assertEquals(List.of(2L), kit.baseOffsets(2));
  }

  @Test
  void retentionByTimeRemovesEverythingAndKeepsTheOffset() throws IOException {
    fill(30);
    kit.log().updateConfig(kit.config.withRetention(60_000, -1));
    assertEquals(0, kit.log().applyRetention(30, kit.now));
    kit.now += 61_000;
    retainAll(30);
    assertEquals(30, kit.log().logStartOffset());
    assertEquals(30, kit.log().logEndOffset());
    assertEquals(0, kit.log().sizeInBytes());
    kit.runWork();
    kit.restart();
    assertEquals(30, kit.log().logStartOffset());
    assertEquals(30, kit.append(Batches.of(1)).baseOffset());
    kit.crash();
    assertEquals(31, kit.log().logEndOffset());
  }

  @Test
  void deleteRecordsMovesTheStart() throws IOException {
    fill(30);
    kit.log().deleteRecordsBefore(13, kit.now);
    assertEquals(13, kit.log().logStartOffset());
    assertEquals(17, kit.baseOffsets(13).size());
    kit.runWork();
    kit.crash();
    assertEquals(13, kit.log().logStartOffset());
    kit.log().deleteRecordsBefore(30, kit.now);
    kit.restart();
    assertEquals(30, kit.log().logStartOffset());
    assertEquals(30, kit.log().logEndOffset());
    assertNull(kit.log().offsetForTimestamp(0));
    assertNull(kit.log().maxTimestamp());
  }

  @Test
  void truncationTakesBackProducersAndLeaderEpochs() throws IOException {
    for (int i = 0; i < 20; i++) {
      kit.log()
          .append(
              Batches.of(1).producer(1, 0, i).valueSize(50).build(),
              AppendOrigin.CLIENT,
              i / 5,
              kit.now);
    }
    kit.runWork();
    kit.log().truncateTo(12, kit.now);
    assertEquals(12, kit.log().logEndOffset());
    assertEquals(2, kit.log().latestLeaderEpoch());
    assertEquals(12, kit.baseOffsets(0).size());
    assertEquals(
        AppendResult.Status.DUPLICATE, kit.append(Batches.of(1).producer(1, 0, 11)).status());
    assertEquals(
        12,
        kit.log()
            .append(Batches.of(1).producer(1, 0, 12).build(), AppendOrigin.CLIENT, 9, kit.now)
            .baseOffset());
    kit.crash();
    assertEquals(13, kit.log().logEndOffset());
    assertEquals(9, kit.log().latestLeaderEpoch());
    assertEquals(List.of(), kit.damaged);
    kit.runWork();
    kit.log().truncateFullyAndStartAt(100, kit.now);
    assertEquals(100, kit.log().logStartOffset());
    assertEquals(100, kit.append(Batches.of(1)).baseOffset());
    kit.runWork();
    kit.crash();
    assertEquals(101, kit.log().logEndOffset());
    assertEquals(100, kit.log().logStartOffset());
  }

  @Test
  void leaderEpochsEndWhereTheNextOneStarts() throws IOException {
    for (int epoch : new int[] {1, 1, 3, 3, 3, 6}) {
      kit.log().append(Batches.of(2).build(), AppendOrigin.CLIENT, epoch, kit.now);
    }
    check();
    kit.restart();
    check();
    kit.crash();
    check();
    kit.log().startLeaderEpoch(8);
    assertEquals(new EpochEndOffset(6, 12), kit.log().endOffsetFor(7));
    assertEquals(new EpochEndOffset(8, 12), kit.log().endOffsetFor(8));
  }

  private void check() {
    assertEquals(new EpochEndOffset(0, 0), kit.log().endOffsetFor(0));
    assertEquals(new EpochEndOffset(1, 4), kit.log().endOffsetFor(1));
    assertEquals(new EpochEndOffset(1, 4), kit.log().endOffsetFor(2));
    assertEquals(new EpochEndOffset(3, 10), kit.log().endOffsetFor(5));
    assertEquals(new EpochEndOffset(6, 12), kit.log().endOffsetFor(6));
    assertEquals(EpochEndOffset.UNDEFINED, kit.log().endOffsetFor(7));
    assertEquals(1, kit.log().leaderEpochAt(3));
    assertEquals(3, kit.log().leaderEpochAt(4));
  }

  @Test
  void recordsAreFoundByTimestamp() throws IOException {
    long[][] stamps = {{10, 20, 15}, {5, 40}, {30}, {40, 60, 50}, {55}, {60}};
    for (long[] batch : stamps) {
      kit.append(Batches.of(1).valueSize(90).timestamps(batch));
    }
    checkTimestamps();
    kit.runWork();
    checkTimestamps();
    kit.restart();
    checkTimestamps();
    kit.crash();
    checkTimestamps();
    kit.log().deleteRecordsBefore(8, kit.now);
    assertEquals(new TimestampOffset(50, 8, 0), kit.log().offsetForTimestamp(10));
    assertEquals(60, Objects.requireNonNull(kit.log().maxTimestamp()).timestamp());
    assertEquals(10, Objects.requireNonNull(kit.log().maxTimestamp()).offset());
  }

  private void checkTimestamps() throws IOException {
    PartitionLog log = kit.log();
    assertEquals(new TimestampOffset(10, 0, 0), log.offsetForTimestamp(0));
    assertEquals(new TimestampOffset(20, 1, 0), log.offsetForTimestamp(11));
    assertEquals(new TimestampOffset(40, 4, 0), log.offsetForTimestamp(21));
    assertEquals(new TimestampOffset(60, 7, 0), log.offsetForTimestamp(41));
    assertNull(log.offsetForTimestamp(61));
    assertEquals(new TimestampOffset(60, 7, 0), log.maxTimestamp());
  }

  @Test
  void aDeletedPartitionMakesRoomAtOnce() throws IOException {
    fill(5);
    kit.log().delete(LogKit.TOPIC_ID);
    assertTrue(!Files.exists(kit.directory));
    kit.create();
    fill(1);
    kit.runWork();
    assertEquals(1, kit.log().logEndOffset());
    assertEquals(List.of("topic-0"), kit.disk.list(directory));
  }
}
