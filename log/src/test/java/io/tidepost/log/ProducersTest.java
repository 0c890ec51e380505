package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.log.AppendResult.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProducersTest {

  @TempDir Path directory;
  private LogKit kit;

  @BeforeEach
  void create() throws IOException {
    kit = new LogKit(directory);
    kit.create();
  }

  private AppendResult send(int count, long id, int epoch, int sequence) {
    return kit.append(Batches.of(count).producer(id, epoch, sequence).timestamp(kit.now));
  }

  @Test
  void sequencesMustFollow() {
    assertEquals(Status.APPENDED, send(3, 1, 0, 0).status());
    assertEquals(Status.APPENDED, send(2, 1, 0, 3).status());
    AppendResult gap = send(1, 1, 0, 6);
    assertEquals(Status.OUT_OF_ORDER_SEQUENCE_NUMBER, gap.status());
    assertTrue(String.valueOf(gap.message()).contains("topic-0"));
    assertEquals(Status.OUT_OF_ORDER_SEQUENCE_NUMBER, send(1, 1, 0, 4).status());
    assertEquals(Status.APPENDED, send(1, 1, 0, 5).status());
    assertEquals(6, kit.log().logEndOffset());
  }

  /// Five that the leader before has not answered, and five more that came here meanwhile.
  @Test
  void theLastTenBatchesAreRecognisedAsDuplicates() {
    for (int i = 0; i < 12; i++) {
      send(2, 1, 0, 2 * i);
    }
    for (int i = 2; i < 12; i++) {
      AppendResult again = send(2, 1, 0, 2 * i);
      assertEquals(Status.DUPLICATE, again.status());
      assertEquals(2 * i, again.baseOffset());
      assertEquals(2 * i + 1, again.lastOffset());
    }
    assertEquals(Status.OUT_OF_ORDER_SEQUENCE_NUMBER, send(2, 1, 0, 2).status());
    assertEquals(24, kit.log().logEndOffset());
  }

  @Test
  void duplicatesInsideOneTurnAreSeen() throws IOException {
    ByteBuffer first = Batches.of(1).producer(1, 0, 0).build();
    ByteBuffer again = Batches.of(1).producer(1, 0, 0).build();
    ByteBuffer next = Batches.of(1).producer(1, 0, 1).build();
    PartitionLog log = kit.log();
    assertEquals(Status.APPENDED, log.add(first, AppendOrigin.CLIENT, 0, kit.now).status());
    assertEquals(Status.DUPLICATE, log.add(again, AppendOrigin.CLIENT, 0, kit.now).status());
    assertEquals(Status.APPENDED, log.add(next, AppendOrigin.CLIENT, 0, kit.now).status());
    log.flush(kit.now);
    assertEquals(2, log.logEndOffset());
  }

  @Test
  void sequencesWrapAfterTheLargestInteger() {
    assertEquals(Status.APPENDED, send(1, 1, 0, Integer.MAX_VALUE - 3).status());
    // an unknown producer may start anywhere; from here it goes over the edge within one batch
    assertEquals(Status.APPENDED, send(5, 1, 0, Integer.MAX_VALUE - 2).status());
    assertEquals(Status.DUPLICATE, send(5, 1, 0, Integer.MAX_VALUE - 2).status());
    assertEquals(Status.APPENDED, send(1, 1, 0, 2).status());
    assertEquals(Status.APPENDED, send(1, 2, 0, Integer.MAX_VALUE).status());
    assertEquals(Status.APPENDED, send(1, 2, 0, 0).status());
  }

  @Test
  void olderProducerEpochsAreFencedAndNewOnesStartAtZero() {
    send(1, 1, 3, 0);
    assertEquals(Status.INVALID_PRODUCER_EPOCH, send(1, 1, 2, 1).status());
    assertEquals(Status.OUT_OF_ORDER_SEQUENCE_NUMBER, send(1, 1, 4, 1).status());
    assertEquals(Status.APPENDED, send(1, 1, 4, 0).status());
    assertEquals(Status.INVALID_PRODUCER_EPOCH, send(1, 1, 3, 1).status());
  }

  @Test
  void aPayloadOfSeveralBatchesIsTakenWholeOrNotAtAll() {
    ByteBuffer good =
        Batches.join(
            Batches.of(2).producer(1, 0, 0).build(), Batches.of(2).producer(1, 0, 2).build());
    ByteBuffer bad =
        Batches.join(
            Batches.of(1).producer(1, 0, 4).build(), Batches.of(1).producer(1, 0, 6).build());
    assertEquals(Status.APPENDED, kit.append(good).status());
    assertEquals(Status.OUT_OF_ORDER_SEQUENCE_NUMBER, kit.append(bad).status());
    assertEquals(4, kit.log().logEndOffset());
    assertEquals(Status.APPENDED, send(1, 1, 0, 4).status());
  }

  @Test
  void stateSurvivesCleanStopCrashAndRolls() throws IOException {
    kit.log().updateConfig(LogConfig.DEFAULT.withSegment(300, Long.MAX_VALUE));
    for (int i = 0; i < 20; i++) {
      send(1, 1, 0, i);
      send(1, 2, 5, i);
    }
    kit.crash();
    assertEquals(Status.DUPLICATE, send(1, 1, 0, 19).status());
    assertEquals(Status.DUPLICATE, send(1, 2, 5, 17).status());
    kit.restart();
    assertEquals(Status.DUPLICATE, send(1, 1, 0, 19).status());
    assertEquals(Status.INVALID_PRODUCER_EPOCH, send(1, 2, 4, 20).status());
    assertEquals(Status.APPENDED, send(1, 1, 0, 20).status());
    kit.runWork();
    kit.crash();
    assertEquals(Status.DUPLICATE, send(1, 1, 0, 20).status());
    assertEquals(Status.APPENDED, send(1, 2, 5, 20).status());
    assertEquals(List.of(), kit.damaged);
  }

  @Test
  void idleProducersAreForgotten() {
    send(1, 1, 0, 0);
    kit.now += 86_400_000;
    send(1, 2, 0, 0);
    kit.log().expireProducers(kit.now);
    assertEquals(1, kit.log().activeProducers().size());
    assertEquals(2, kit.log().activeProducers().get(0).producerId());
    assertEquals(Status.APPENDED, send(1, 1, 0, 77).status());
  }

  @Test
  void transactionsHoldBackTheLastStableOffset() throws IOException {
    kit.append(Batches.of(1));
    assertEquals(-1, kit.log().firstUnstableOffset(1));
    kit.append(Batches.of(2).producer(1, 0, 0).transactional());
    kit.append(Batches.of(1).producer(2, 0, 0).transactional());
    assertEquals(1, kit.log().firstUnstableOffset(4));
    assertEquals(Status.INVALID_TXN_STATE, kit.append(Batches.of(1).producer(1, 0, 2)).status());
    marker(1, false, 0);
    assertEquals(1, kit.log().firstUnstableOffset(4));
    assertEquals(3, kit.log().firstUnstableOffset(5));
    marker(2, true, 0);
    assertEquals(-1, kit.log().firstUnstableOffset(6));
    assertEquals(List.of(new AbortedTransaction(1, 1)), kit.log().abortedTransactions(0, 6));
    assertEquals(List.of(), kit.log().abortedTransactions(5, 6));
    kit.crash();
    assertEquals(List.of(new AbortedTransaction(1, 1)), kit.log().abortedTransactions(0, 6));
    kit.restart();
    assertEquals(List.of(new AbortedTransaction(1, 1)), kit.log().abortedTransactions(0, 6));
    assertEquals(List.of(), kit.damaged);
  }

  @Test
  void olderCoordinatorsAreFenced() throws IOException {
    kit.append(Batches.of(1).producer(1, 0, 0).transactional());
    marker(1, true, 5);
    AppendResult fenced =
        kit.log()
            .append(Batches.marker(1, 0, true, 4, kit.now), AppendOrigin.COORDINATOR, 0, kit.now);
    assertEquals(Status.TRANSACTION_COORDINATOR_FENCED, fenced.status());
  }

  @Test
  void openTransactionsSurviveARestart() throws IOException {
    kit.append(Batches.of(1).producer(1, 0, 0).transactional());
    kit.restart();
    assertEquals(0, kit.log().firstUnstableOffset(1));
    kit.crash();
    assertEquals(0, kit.log().firstUnstableOffset(1));
  }

  private void marker(long id, boolean commit, int coordinatorEpoch) throws IOException {
    kit.log()
        .append(
            Batches.marker(id, 0, commit, coordinatorEpoch, kit.now),
            AppendOrigin.COORDINATOR,
            0,
            kit.now);
  }
}
