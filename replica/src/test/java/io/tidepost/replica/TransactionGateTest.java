package io.tidepost.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.base.world.RealDisk;
import io.tidepost.base.world.SystemRandomness;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a partition lets in, and in which order, while the coordinator is asked.
class TransactionGateTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final TopicPartition NAME = new TopicPartition("topic", 0);

  @TempDir Path directory;

  private final ArrayDeque<Consumer<ErrorCode>> asked = new ArrayDeque<>();
  private final List<String> outcomes = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private PartitionLeader leader;

  @BeforeEach
  void lead() throws IOException {
    RealDisk.INSTANCE.createDirectories(directory);
    var environment =
        new LogEnvironment(
            RealDisk.INSTANCE, SystemRandomness.INSTANCE, work -> {}, LogEvents.NONE, 86_400_000);
    PartitionLog log =
        PartitionLog.create(
            environment,
            directory.resolve(NAME.toString()),
            NAME,
            new Uuid(1, 2),
            LogConfig.DEFAULT.withDurability(Durability.OS),
            NOW);
    leader =
        new PartitionLeader(
            new Uuid(1, 2),
            log,
            0,
            1,
            new LeaderEffects() {
              @Override
              public void needsFlush(PartitionLeader flushed) {}

              @Override
              public void needsSync(PartitionLeader synced) {}

              @Override
              public void writeFailed(PartitionLeader failed, IOException failure) {
                outcomes.add(failure.toString());
              }
            });
  }

  private void send(String name, long producerId, int epoch, int sequence) {
    ByteBuffer batch =
        new BatchBuilder()
            .producer(producerId, (short) epoch, sequence)
            .transactional()
            .append(NOW, null, ByteBuffer.wrap(new byte[1]))
            .build();
    leader
        .transactions()
        .append(
            batch,
            PartitionLeader.ACKS_ALL,
            Long.MAX_VALUE,
            NOW,
            (id, asking, answer) -> asked.add(answer),
            (error, result, message) ->
                outcomes.add(name + " " + error + " at " + result.baseOffset()));
    leader.flush(NOW);
  }

  private void answer(ErrorCode error) {
    asked.remove().accept(error);
    leader.flush(NOW);
  }

  private void end(long producerId, int epoch, boolean commit, int version) {
    leader
        .transactions()
        .end(
            producerId,
            (short) epoch,
            0,
            commit,
            (short) version,
            NOW,
            (error, result, message) -> outcomes.add("marker " + error));
    leader.flush(NOW);
  }

  @Test
  void laterBatchesOfAProducerWaitBehindTheFirst() {
    send("first", 7, 0, 0);
    send("second", 7, 0, 1);
    send("other", 8, 0, 0);
    assertEquals(2, asked.size(), "one question for each producer");
    answer(ErrorCode.NONE);
    assertEquals(List.of("first NONE at 0", "second NONE at 1"), outcomes);
    send("third", 7, 0, 2);
    answer(ErrorCode.NONE);
    assertEquals(List.of("third NONE at 2", "other NONE at 3"), outcomes.subList(2, 4));
    assertTrue(asked.isEmpty());
  }

  @Test
  void allThatWaitGetTheSameRefusal() {
    send("first", 7, 0, 0);
    send("second", 7, 0, 1);
    answer(ErrorCode.INVALID_TXN_STATE);
    assertEquals(
        List.of("first INVALID_TXN_STATE at -1", "second INVALID_TXN_STATE at -1"), outcomes);
    assertEquals(0, leader.log().logEndOffset());
  }

  @Test
  void aWaitingBatchOfANewerEpochIsAskedForAnew() {
    send("old", 7, 0, 0);
    send("new", 7, 1, 0);
    answer(ErrorCode.INVALID_PRODUCER_EPOCH);
    assertEquals(List.of("old INVALID_PRODUCER_EPOCH at -1"), outcomes);
    answer(ErrorCode.NONE);
    assertEquals("new NONE at 0", outcomes.get(1));
  }

  @Test
  void anAnswerOlderThanAMarkerIsNotBelieved() {
    send("late", 7, 0, 0);
    end(7, 0, false, 0);
    answer(ErrorCode.NONE);
    assertEquals(List.of("marker NONE"), outcomes);
    answer(ErrorCode.INVALID_TXN_STATE);
    assertEquals("late INVALID_TXN_STATE at -1", outcomes.get(1));
    assertFalse(leader.log().hasOpenTransaction(7));
  }

  @Test
  void aFencedProducerIsRefusedWithoutAsking() {
    send("first", 7, 0, 0);
    answer(ErrorCode.NONE);
    end(7, 1, false, 2);
    send("late", 7, 0, 1);
    assertTrue(asked.isEmpty());
    assertEquals("late INVALID_PRODUCER_EPOCH at -1", outcomes.get(2));
  }

  @Test
  void aMarkerOfTheNewerProtocolNeedsANewerEpochUnlessItIsRepeated() {
    send("first", 7, 4, 0);
    answer(ErrorCode.NONE);
    end(7, 4, true, 2);
    assertEquals("marker INVALID_PRODUCER_EPOCH", outcomes.get(1));
    assertTrue(leader.log().hasOpenTransaction(7));
    end(7, 5, true, 2);
    end(7, 5, true, 2);
    assertEquals(List.of("marker NONE", "marker NONE"), outcomes.subList(2, 4));
    assertEquals(leader.highWatermark(), leader.lastStableOffset());
  }

  @Test
  void readersOfCommittedRecordsStopAtTheOpenTransaction() {
    send("first", 7, 0, 0);
    answer(ErrorCode.NONE);
    assertEquals(0, leader.lastStableOffset());
    end(7, 1, true, 2);
    assertEquals(2, leader.lastStableOffset());
  }
}
