package io.tidepost.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.base.world.RealDisk;
import io.tidepost.base.world.SystemRandomness;
import io.tidepost.log.AppendOrigin;
import io.tidepost.log.Durability;
import io.tidepost.log.LogConfig;
import io.tidepost.log.LogEnvironment;
import io.tidepost.log.LogEvents;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.records.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionLeaderTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final TopicPartition NAME = new TopicPartition("topic", 0);

  @TempDir Path directory;

  private final List<IOException> writeFailures = new ArrayList<>();
  private int flushesWanted;
  private int syncsWanted;
  private @Nullable String refusal;
  private final List<Runnable> deferred = new ArrayList<>();
  private boolean defers;

  private final LeaderEffects effects =
      new LeaderEffects() {
        @Override
        public void needsFlush(PartitionLeader leader) {
          flushesWanted++;
        }

        @Override
        public void needsSync(PartitionLeader leader) {
          syncsWanted++;
        }

        @Override
        public void writeFailed(PartitionLeader leader, IOException failure) {
          writeFailures.add(failure);
        }

        @Override
        public void run(LogWork work, Runnable afterwards) {
          deferred.add(() -> {
            try {
              work.run();
              work.completed();
            } catch (IOException e) {
              work.failed(e);
            }
            afterwards.run();
          });
          if (!defers) {
            deferred.remove(0).run();
          }
        }

        @Override
        public @Nullable String refusal() {
          return refusal;
        }
      };

  /// What became of one append.
  private static final class Outcome {
    @Nullable ErrorCode error;
    long baseOffset = -1;
  }

  private PartitionLeader leader(Durability durability, int inSyncReplicasMin) throws IOException {
    LogEnvironment environment =
        new LogEnvironment(
            RealDisk.INSTANCE, SystemRandomness.INSTANCE, work -> {}, LogEvents.NONE, 86_400_000);
    Path path = directory.resolve(NAME.toString());
    RealDisk.INSTANCE.createDirectories(directory);
    PartitionLog log =
        PartitionLog.create(
            environment,
            path,
            NAME,
            new Uuid(1, 2),
            LogConfig.DEFAULT.withDurability(durability),
            NOW);
    return new PartitionLeader(new Uuid(1, 2), log, 3, inSyncReplicasMin, effects);
  }

  private static ByteBuffer batch(int records) {
    BatchBuilder builder = new BatchBuilder();
    for (int i = 0; i < records; i++) {
      builder.append(NOW, null, ByteBuffer.wrap(new byte[50]));
    }
    return builder.build();
  }

  private static Outcome append(PartitionLeader leader, int records, short acks, long deadline) {
    Outcome outcome = new Outcome();
    leader.append(
        batch(records),
        AppendOrigin.CLIENT,
        acks,
        deadline,
        NOW,
        (error, result, message) -> {
          assertNull(outcome.error, "answered twice");
          outcome.error = error;
          outcome.baseOffset = result.baseOffset();
        });
    return outcome;
  }

  private static void sync(PartitionLeader leader) throws IOException {
    LogWork work = leader.log().beginSync();
    if (work != null) {
      work.run();
      work.completed();
    }
    leader.synced();
  }

  @Test
  void withDiskDurabilityOnlySyncedRecordsAreAcknowledgedAndShown() throws IOException {
    PartitionLeader leader = leader(Durability.DISK, 1);
    Outcome all = append(leader, 3, PartitionLeader.ACKS_ALL, 100);
    Outcome one = append(leader, 2, PartitionLeader.ACKS_LEADER, 100);
    assertEquals(1, flushesWanted);
    assertNull(one.error, "nothing is answered before the write");
    leader.flush(NOW);
    assertEquals(ErrorCode.NONE, one.error);
    assertEquals(3, one.baseOffset);
    assertNull(all.error);
    assertEquals(0, leader.highWatermark());
    assertEquals(1, syncsWanted);
    PartitionRead hidden = PartitionReader.read(leader, 0, -1, -1, 1000, true, false);
    assertEquals(ErrorCode.NONE, hidden.error());
    assertNull(hidden.records());
    sync(leader);
    assertEquals(ErrorCode.NONE, all.error);
    assertEquals(0, all.baseOffset);
    assertEquals(5, leader.highWatermark());
    assertNotNull(PartitionReader.read(leader, 0, -1, -1, 1000, true, false).records());
  }

  @Test
  void appendsWaitInTheirOrderUntilTheFileTheyNeedIsThere() throws IOException {
    defers = true;
    PartitionLeader leader = leader(Durability.OS, 1);
    leader.log().updateConfig(LogConfig.DEFAULT.withSegment(1000, Long.MAX_VALUE));
    Path first = leader.log().directory().resolve("00000000000000000000.log");
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.add(append(leader, 5, PartitionLeader.ACKS_LEADER, 100));
    outcomes.add(append(leader, 5, PartitionLeader.ACKS_LEADER, 100));
    assertFalse(RealDisk.INSTANCE.exists(first), "nothing is created on the loop");
    assertEquals(1, deferred.size());
    deferred.remove(0).run();
    leader.flush(NOW);
    outcomes.add(append(leader, 10, PartitionLeader.ACKS_LEADER, 100));
    outcomes.add(append(leader, 1, PartitionLeader.ACKS_LEADER, 100));
    leader.flush(NOW);
    assertEquals(10, leader.log().logEndOffset(), "the third does not fit and waits");
    deferred.remove(0).run();
    leader.flush(NOW);
    assertEquals(
        List.of(0L, 5L, 10L, 20L), outcomes.stream().map(outcome -> outcome.baseOffset).toList());
    assertTrue(
        RealDisk.INSTANCE.exists(leader.log().directory().resolve("00000000000000000010.log")));
    leader.log().updateConfig(LogConfig.DEFAULT.withSegment(100, Long.MAX_VALUE));
    Outcome late = append(leader, 1, PartitionLeader.ACKS_LEADER, 100);
    leader.stop();
    assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, late.error);
    deferred.remove(0).run();
    assertEquals(21, leader.log().logEndOffset());
  }

  @Test
  void whileTheDiskIsFullClientsAreAskedToTryAgainAndCoordinatorsAreNot() throws IOException {
    PartitionLeader leader = leader(Durability.OS, 1);
    refusal = "the disk is full";
    assertEquals(
        ErrorCode.NOT_ENOUGH_REPLICAS, append(leader, 1, PartitionLeader.ACKS_LEADER, 100).error);
    List<ErrorCode> errors = new ArrayList<>();
    leader.append(
        batch(1),
        AppendOrigin.COORDINATOR,
        PartitionLeader.ACKS_ALL,
        100,
        NOW,
        (error, result, message) -> errors.add(error));
    leader.flush(NOW);
    assertEquals(List.of(ErrorCode.NONE), errors);
    refusal = null;
    Outcome again = append(leader, 1, PartitionLeader.ACKS_LEADER, 100);
    leader.flush(NOW);
    assertEquals(1, again.baseOffset);
  }

  @Test
  void withOsDurabilityTheWriteIsEnough() throws IOException {
    PartitionLeader leader = leader(Durability.OS, 1);
    Outcome all = append(leader, 3, PartitionLeader.ACKS_ALL, 100);
    leader.flush(NOW);
    assertEquals(ErrorCode.NONE, all.error);
    assertEquals(3, leader.highWatermark());
    assertEquals(0, syncsWanted);
  }

  @Test
  void noMoreReplicasHaveToBeInSyncThanThereAre() throws IOException {
    PartitionLeader leader = leader(Durability.OS, 2);
    Outcome all = append(leader, 1, PartitionLeader.ACKS_ALL, 100);
    leader.flush(NOW);
    assertEquals(ErrorCode.NONE, all.error);
  }

  @Test
  void whatIsNotDurableInTimeIsToldSo() throws IOException {
    PartitionLeader leader = leader(Durability.DISK, 1);
    Outcome patient = append(leader, 1, PartitionLeader.ACKS_ALL, 500);
    Outcome hasty = append(leader, 1, PartitionLeader.ACKS_ALL, 100);
    leader.flush(NOW);
    leader.expire(99);
    assertNull(hasty.error);
    leader.expire(100);
    assertEquals(ErrorCode.REQUEST_TIMED_OUT, hasty.error);
    assertNull(patient.error);
    sync(leader);
    assertEquals(ErrorCode.NONE, patient.error);
    assertFalse(leader.hasParkedAppends());
  }

  @Test
  void aStoppedLeaderTellsWhoeverWaits() throws IOException {
    PartitionLeader leader = leader(Durability.DISK, 1);
    Outcome parked = append(leader, 1, PartitionLeader.ACKS_ALL, 500);
    leader.flush(NOW);
    Outcome unwritten = append(leader, 1, PartitionLeader.ACKS_ALL, 500);
    List<Long> told = new ArrayList<>();
    leader.addWaiter((who, bytes) -> told.add(bytes));
    leader.stop();
    assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, parked.error);
    assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, unwritten.error);
    assertEquals(1, told.size());
    assertEquals(
        ErrorCode.NOT_LEADER_OR_FOLLOWER,
        append(leader, 1, PartitionLeader.ACKS_LEADER, 500).error);
    assertEquals(
        ErrorCode.NOT_LEADER_OR_FOLLOWER,
        PartitionReader.read(leader, 0, -1, -1, 1, true, false).error());
  }

  @Test
  void waitersAreToldWhenRecordsBecomeReadableAndMayLeaveMeanwhile() throws IOException {
    PartitionLeader leader = leader(Durability.DISK, 1);
    List<String> told = new ArrayList<>();
    RecordsWaiter stays = (who, bytes) -> told.add("stays " + (bytes > 0));
    RecordsWaiter leaves =
        new RecordsWaiter() {
          @Override
          public void recordsAvailable(PartitionReplica who, long bytes) {
            told.add("leaves");
            who.removeWaiter(this);
          }
        };
    leader.addWaiter(stays);
    leader.addWaiter(leaves);
    append(leader, 1, PartitionLeader.ACKS_LEADER, 500);
    leader.flush(NOW);
    assertEquals(List.of(), told);
    sync(leader);
    assertEquals(List.of("leaves", "stays true"), told);
    append(leader, 1, PartitionLeader.ACKS_LEADER, 500);
    leader.flush(NOW);
    sync(leader);
    assertEquals(List.of("leaves", "stays true", "stays true"), told);
  }

  @Test
  void leaderEpochsFenceThoseWhoAreBehindOrAhead() throws IOException {
    PartitionLeader leader = leader(Durability.OS, 1);
    assertEquals(ErrorCode.NONE, leader.checkLeaderEpoch(-1));
    assertEquals(ErrorCode.NONE, leader.checkLeaderEpoch(3));
    assertEquals(ErrorCode.FENCED_LEADER_EPOCH, leader.checkLeaderEpoch(2));
    assertEquals(ErrorCode.UNKNOWN_LEADER_EPOCH, leader.checkLeaderEpoch(4));
    leader.leaderEpoch(5);
    assertEquals(ErrorCode.FENCED_LEADER_EPOCH, leader.checkLeaderEpoch(3));
  }

  @Test
  void recordsAreDeletedUpToTheHighWatermarkOnly() throws IOException {
    PartitionLeader leader = leader(Durability.DISK, 1);
    append(leader, 4, PartitionLeader.ACKS_LEADER, 500);
    leader.flush(NOW);
    assertEquals(ErrorCode.OFFSET_OUT_OF_RANGE, leader.deleteRecords(2, NOW).error());
    sync(leader);
    assertEquals(2, leader.deleteRecords(2, NOW).lowWatermark());
    assertEquals(2, PartitionReader.list(leader, PartitionReader.EARLIEST, -1, false).offset());
    assertEquals(
        ErrorCode.OFFSET_OUT_OF_RANGE,
        PartitionReader.read(leader, 1, -1, -1, 1000, true, false).error());
    assertEquals(ErrorCode.OFFSET_OUT_OF_RANGE, leader.deleteRecords(5, NOW).error());
    assertEquals(4, leader.deleteRecords(-1, NOW).lowWatermark());
  }

  @Test
  void specialOffsetsAreFound() throws IOException {
    PartitionLeader leader = leader(Durability.OS, 1);
    assertEquals(-1, PartitionReader.list(leader, NOW, -1, false).offset());
    append(leader, 4, PartitionLeader.ACKS_LEADER, 500);
    leader.flush(NOW);
    ListedOffset latest = PartitionReader.list(leader, PartitionReader.LATEST, -1, false);
    assertEquals(4, latest.offset());
    assertEquals(3, latest.leaderEpoch());
    assertEquals(
        0, PartitionReader.list(leader, PartitionReader.EARLIEST_LOCAL, -1, false).offset());
    assertEquals(
        NOW, PartitionReader.list(leader, PartitionReader.MAX_TIMESTAMP, -1, false).timestamp());
    assertEquals(0, PartitionReader.list(leader, NOW, -1, false).offset());
    assertEquals(-1, PartitionReader.list(leader, NOW + 1, -1, false).offset());
    assertEquals(
        -1, PartitionReader.list(leader, PartitionReader.LATEST_TIERED, -1, false).offset());
    assertEquals(
        ErrorCode.FENCED_LEADER_EPOCH,
        PartitionReader.list(leader, PartitionReader.LATEST, 1, false).error());
  }

  /// Random appends, flushes, syncs and expiries against a model: whoever is acknowledged with
  /// acks=all lies below the synced offset, in order, and everybody is answered exactly once.
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void nothingIsAcknowledgedBeforeItIsDurable(long seed) throws IOException {
    Random random = new Random(seed);
    PartitionLeader leader = leader(Durability.DISK, 1);
    List<Outcome> waiting = new ArrayList<>();
    long lastHighWatermark = 0;
    for (int step = 0; step < 400; step++) {
      switch (random.nextInt(5)) {
        case 0, 1 ->
            waiting.add(
                append(leader, 1 + random.nextInt(3), PartitionLeader.ACKS_ALL, Long.MAX_VALUE));
        case 2 -> leader.flush(NOW);
        case 3 -> sync(leader);
        default -> leader.expire(step);
      }
      assertTrue(leader.highWatermark() >= lastHighWatermark);
      assertTrue(leader.highWatermark() <= leader.log().syncedOffset());
      lastHighWatermark = leader.highWatermark();
      for (Outcome outcome : waiting) {
        if (outcome.error != null) {
          assertEquals(ErrorCode.NONE, outcome.error);
          assertTrue(outcome.baseOffset < leader.highWatermark());
        }
      }
    }
    leader.flush(NOW);
    sync(leader);
    long next = 0;
    for (Outcome outcome : waiting) {
      assertEquals(ErrorCode.NONE, outcome.error);
      assertTrue(outcome.baseOffset >= next);
      next = outcome.baseOffset + 1;
    }
    assertEquals(leader.log().logEndOffset(), leader.highWatermark());
  }
}
