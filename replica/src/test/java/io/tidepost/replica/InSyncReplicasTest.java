package io.tidepost.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import io.tidepost.log.PartitionLog;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.records.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Broker 1 leads, 2 and 3 follow.
class InSyncReplicasTest {

  private static final long WALL = 1_700_000_000_000L;
  private static final int EPOCH = 3;

  @TempDir Path directory;

  private final Map<Integer, KnownBroker> brokers = new HashMap<>();
  private final List<IsrChange> wishes = new ArrayList<>();
  private long now = 10_000;
  private PartitionLeader leader;
  private PartitionLog log;

  private final LeaderEffects effects =
      new LeaderEffects() {
        @Override
        public void needsFlush(PartitionLeader of) {}

        @Override
        public void needsSync(PartitionLeader of) {}

        @Override
        public void writeFailed(PartitionLeader of, IOException failure) {
          throw new IllegalStateException(failure);
        }

        @Override
        public void changeIsr(PartitionLeader of, IsrChange change) {
          wishes.add(change);
        }

        @Override
        public @Nullable KnownBroker broker(int brokerId) {
          return brokers.get(brokerId);
        }

        @Override
        public long brokerEpoch() {
          return 101;
        }

        @Override
        public long monotonicMillis() {
          return now;
        }
      };

  @BeforeEach
  void lead() throws IOException {
    for (int id = 1; id <= 3; id++) {
      brokers.put(id, new KnownBroker(100 + id, false, false, "rack-" + id));
    }
    TopicPartition name = new TopicPartition("topic", 0);
    RealDisk.INSTANCE.createDirectories(directory);
    log =
        PartitionLog.create(
            new LogEnvironment(
                RealDisk.INSTANCE,
                SystemRandomness.INSTANCE,
                work -> {},
                LogEvents.NONE,
                86_400_000),
            directory.resolve("topic-0"),
            name,
            new Uuid(1, 2),
            LogConfig.DEFAULT.withDurability(Durability.OS),
            WALL);
    leader =
        new PartitionLeader(new Uuid(1, 2), log, 1, leadership(0, List.of(1, 2, 3)), 2, 0, effects);
  }

  private static Leadership leadership(int partitionEpoch, List<Integer> isr) {
    return new Leadership(EPOCH, partitionEpoch, List.of(1, 2, 3), isr);
  }

  private InSyncReplicas followers() {
    return java.util.Objects.requireNonNull(leader.inSync());
  }

  private ErrorCode[] append(int records) {
    ErrorCode[] outcome = new ErrorCode[1];
    BatchBuilder builder = new BatchBuilder();
    for (int i = 0; i < records; i++) {
      builder.append(WALL, null, ByteBuffer.wrap(new byte[10]));
    }
    leader.append(
        builder.build(),
        AppendOrigin.CLIENT,
        PartitionLeader.ACKS_ALL,
        Long.MAX_VALUE,
        WALL,
        (error, result, message) -> outcome[0] = error);
    leader.flush(WALL);
    return outcome;
  }

  private PartitionRead fetch(int id, long offset) {
    return fetch(id, offset, 100 + id);
  }

  private PartitionRead fetch(int id, long offset, long brokerEpoch) {
    return FollowerReader.read(
        leader,
        new FollowerFetch(id, brokerEpoch, EPOCH, offset, offset == 0 ? -1 : EPOCH, 0),
        1 << 20,
        true,
        now);
  }

  @Test
  void everyInSyncReplicaHasToHaveARecordBeforeItIsAcknowledged() {
    ErrorCode[] outcome = append(3);
    assertTrue(fetch(2, 0).sizeInBytes() > 0, "followers read behind the high watermark");
    fetch(2, 3);
    assertEquals(0, leader.highWatermark());
    assertNull(outcome[0]);
    assertEquals(3, fetch(3, 3).highWatermark());
    assertEquals(ErrorCode.NONE, outcome[0]);
  }

  @Test
  void aProposedReplicaCountsAtOnceAndOneThatIsToLeaveUntilTheControllerAgrees() {
    leader.lead(leadership(1, List.of(1, 2)), now);
    fetch(2, 0);
    fetch(3, 0);
    IsrChange joins = wishes.removeFirst();
    assertEquals(List.of(1, 2, 3), joins.ids());
    assertEquals(103, joins.isr().getLast().brokerEpoch());
    append(2);
    fetch(2, 2);
    assertEquals(0, leader.highWatermark(), "3 is about to be in sync");
    followers().answered(joins, ErrorCode.NONE, leadership(2, List.of(1, 2, 3)), now);
    brokers.put(3, new KnownBroker(103, true, false, null));
    followers().check(now);
    IsrChange leaves = wishes.removeFirst();
    assertEquals(List.of(1, 2), leaves.ids());
    assertEquals(0, leader.highWatermark(), "3 may still be elected");
    followers().answered(leaves, ErrorCode.NONE, leadership(3, List.of(1, 2)), now);
    assertEquals(2, leader.highWatermark());
  }

  @Test
  void whoLacksWhatWasAcknowledgedOrIsDeadOrIsAnotherProcessDoesNotJoin() {
    leader.lead(leadership(1, List.of(1, 2)), now);
    fetch(2, 0);
    append(2);
    fetch(2, 2);
    assertEquals(2, leader.highWatermark());
    fetch(3, 0);
    assertEquals(List.of(), wishes, "it lacks two records");
    brokers.put(3, new KnownBroker(103, true, false, null));
    fetch(3, 2);
    assertEquals(List.of(), wishes, "it is fenced");
    brokers.put(3, new KnownBroker(203, false, false, null));
    assertEquals(ErrorCode.STALE_BROKER_EPOCH, fetch(3, 2).error());
    assertEquals(List.of(), wishes, "it was restarted since");
    fetch(3, 2, 203);
    assertEquals(List.of(1, 2, 3), wishes.getFirst().ids());
  }

  @Test
  void oneSlowFollowerLeavesAfterTheBoundAndStaysAwayForAWhile() {
    fetch(2, 0);
    fetch(3, 0);
    followers().check(now);
    append(1);
    now += 900;
    fetch(2, 1);
    followers().check(now);
    assertEquals(List.of(), wishes);
    now += 200;
    followers().check(now);
    IsrChange leaves = wishes.removeFirst();
    assertEquals(List.of(1, 2), leaves.ids());
    followers().answered(leaves, ErrorCode.NONE, leadership(1, List.of(1, 2)), now);
    assertEquals(1, leader.highWatermark());
    fetch(3, 1);
    assertEquals(List.of(), wishes, "it was too slow a moment ago");
    now += 5_100;
    fetch(3, 1);
    assertEquals(List.of(1, 2, 3), wishes.getFirst().ids());
  }

  @Test
  void slownessAloneLeavesTwoInSyncAndAWholeLagLeavesNone() {
    fetch(2, 0);
    fetch(3, 0);
    leader.inSyncReplicasMin(1);
    followers().check(now);
    append(1);
    for (int i = 0; i < 3; i++) {
      now += 900;
      followers().check(now);
    }
    assertEquals(2, wishes.getLast().isr().size());
    followers()
        .answered(wishes.getLast(), ErrorCode.NONE, leadership(1, wishes.getLast().ids()), now);
    wishes.clear();
    for (int i = 0; i < 20; i++) {
      now += 900;
      followers().check(now);
    }
    assertEquals(List.of(), wishes, "the other one stays");
    for (int i = 0; i < 20; i++) {
      now += 900;
      followers().check(now);
    }
    assertEquals(List.of(1), wishes.getFirst().ids());
  }

  @Test
  void aLeaderThatStoodStillDoesNotBlameOthers() {
    fetch(2, 0);
    fetch(3, 0);
    followers().check(now);
    append(1);
    now += 60_000;
    followers().check(now);
    assertEquals(List.of(), wishes);
  }

  @Test
  void tooFewInSyncRefuseAndWhatWasTakenBeforeIsToldSo() {
    ErrorCode[] taken = append(1);
    leader.lead(leadership(1, List.of(1)), now);
    assertEquals(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND, taken[0]);
    assertEquals(0, leader.highWatermark(), "KIP-966");
    assertEquals(ErrorCode.NOT_ENOUGH_REPLICAS, append(1)[0]);
    leader.lead(leadership(2, List.of(1, 2)), now);
    fetch(2, 1);
    assertEquals(1, leader.highWatermark());
  }

  @Test
  void olderMetadataThanTheControllersAnswerChangesNothing() {
    leader.lead(leadership(5, List.of(1, 2)), now);
    leader.lead(leadership(4, List.of(1, 2, 3)), now);
    assertEquals(List.of(1, 2), followers().leadership().isr());
  }

  @Test
  void aConsumerIsSentToTheMostAdvancedReplicaInItsRack() {
    append(4);
    fetch(2, 4);
    fetch(3, 2);
    assertEquals(2, followers().preferredReader("rack-2", "rack-1", 0));
    assertEquals(-1, followers().preferredReader("rack-1", "rack-1", 0));
    assertEquals(-1, followers().preferredReader("rack-3", "rack-1", 3), "it lacks that offset");
    assertEquals(-1, followers().preferredReader("nowhere", "rack-1", 0));
    assertNotNull(followers().toString());
  }
}
