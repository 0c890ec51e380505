package io.tidepost.coordinator.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the coordinator decides, one situation after the other.
class TransactionCoordinatorTest {

  private static final TopicPartition ONE = new TopicPartition("t", 1);
  private static final TopicPartition TWO = new TopicPartition("t", 2);

  private final TransactionWorld world = new TransactionWorld();

  private static ProducerIdentity identity(long id, int epoch) {
    return new ProducerIdentity(ErrorCode.NONE, id, (short) epoch);
  }

  private static List<ProducerIdentity> refused(ErrorCode error) {
    return List.of(new ProducerIdentity(error, -1, (short) -1));
  }

  private void assertState(TransactionState state, int epoch) {
    assertEquals(state, world.metadata("x").state());
    assertEquals(epoch, world.metadata("x").producerEpoch());
  }

  @Test
  void eachStartOfAProducerRaisesItsEpoch() {
    assertEquals(List.of(identity(7, 0)), world.init("x"));
    assertEquals(List.of(identity(7, 1)), world.init("x"));
    assertEquals(List.of(identity(8, 0)), world.init("y"));
  }

  @Test
  void aTransactionOfTheOlderProtocolKeepsItsEpoch() {
    world.init("x");
    assertEquals(List.of(ErrorCode.NONE), world.add("x", 7, 0, ONE));
    assertState(TransactionState.ONGOING, 0);
    assertEquals(List.of(identity(7, 0)), world.end("x", 7, 0, true, 0));
    assertState(TransactionState.PREPARE_COMMIT, 0);
    MarkerOrder order = world.orders.element();
    assertEquals(Set.of(ONE), order.partitions());
    assertTrue(order.end().commit());
    assertEquals(0, order.end().producerEpoch());
    assertEquals(3, order.end().coordinatorEpoch());
    world.deliver();
    assertState(TransactionState.COMPLETE_COMMIT, 0);
    assertEquals(List.of(identity(7, 0)), world.end("x", 7, 0, true, 0));
    assertEquals(refused(ErrorCode.INVALID_TXN_STATE), world.end("x", 7, 0, false, 0));
  }

  @Test
  void eachEndOfTheNewerProtocolRaisesTheEpoch() {
    world.init("x");
    world.add("x", 7, 0, ONE);
    assertEquals(List.of(identity(7, 1)), world.end("x", 7, 0, false, 2));
    assertEquals(1, world.orders.element().end().producerEpoch());
    world.deliver();
    assertState(TransactionState.COMPLETE_ABORT, 1);
    assertEquals(List.of(identity(7, 1)), world.end("x", 7, 0, false, 2), "a repeated request");
    assertEquals(refused(ErrorCode.INVALID_TXN_STATE), world.end("x", 7, 0, true, 2));
    assertEquals(List.of(ErrorCode.PRODUCER_FENCED), world.add("x", 7, 0, ONE));
    assertEquals(List.of(ErrorCode.NONE), world.add("x", 7, 1, ONE));
  }

  @Test
  void abortingWhatNeverBeganIsAllowedInTheNewerProtocolOnly() {
    world.init("x");
    assertEquals(refused(ErrorCode.INVALID_TXN_STATE), world.end("x", 7, 0, false, 0));
    assertEquals(refused(ErrorCode.INVALID_TXN_STATE), world.end("x", 7, 0, true, 2));
    assertEquals(List.of(identity(7, 1)), world.end("x", 7, 0, false, 2));
    assertState(TransactionState.COMPLETE_ABORT, 1);
    assertTrue(world.orders.isEmpty());
  }

  @Test
  void whoeverIsNotMeantIsRefused() {
    assertEquals(List.of(ErrorCode.INVALID_PRODUCER_ID_MAPPING), world.add("x", 7, 0, ONE));
    assertEquals(refused(ErrorCode.INVALID_PRODUCER_ID_MAPPING), world.end("x", 7, 0, true, 2));
    world.init("x");
    world.add("x", 7, 0, ONE);
    assertEquals(List.of(ErrorCode.INVALID_PRODUCER_ID_MAPPING), world.add("x", 9, 0, ONE));
    assertEquals(List.of(ErrorCode.PRODUCER_FENCED), world.add("x", 7, 5, ONE));
    assertEquals(refused(ErrorCode.PRODUCER_FENCED), world.end("x", 7, 5, true, 2));
    assertEquals(refused(ErrorCode.PRODUCER_FENCED), world.end("x", 7, 5, true, 0));
    assertEquals(refused(ErrorCode.PRODUCER_FENCED), world.init("x", 9, (short) 0));
    assertState(TransactionState.ONGOING, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 900_001})
  void aTimeoutOutOfBoundsIsRefused(int timeoutMillis) {
    assertEquals(refused(ErrorCode.INVALID_TRANSACTION_TIMEOUT), world.init("x", timeoutMillis));
    assertFalse(world.knows("x"));
  }

  @Test
  void aNewProducerAbortsWhatTheOneBeforeLeftOpen() {
    world.init("x");
    world.add("x", 7, 0, ONE, TWO);
    List<ProducerIdentity> answers = world.init("x");
    assertEquals(List.of(), answers, "it waits for the markers");
    assertState(TransactionState.PREPARE_ABORT, 1);
    world.deliver();
    assertEquals(List.of(identity(7, 2)), answers);
    assertEquals(refused(ErrorCode.PRODUCER_FENCED), world.end("x", 7, 0, true, 0));
  }

  @Test
  void whoeverWaitsTooLongForMarkersIsToldToComeBack() {
    world.init("x");
    world.add("x", 7, 0, ONE);
    world.end("x", 7, 0, true, 2);
    List<ErrorCode> answers = world.add("x", 7, 1, TWO);
    assertEquals(List.of(), answers);
    world.advance(ParkedCommands.WAIT_MILLIS + 1);
    assertEquals(List.of(ErrorCode.CONCURRENT_TRANSACTIONS), answers);
  }

  @Test
  void tooManyWhoWaitAreRefusedAtOnce() {
    world.init("x");
    world.add("x", 7, 0, ONE);
    world.end("x", 7, 0, true, 2);
    for (int i = 0; i < ParkedCommands.COUNT_MAX; i++) {
      assertEquals(List.of(), world.add("x", 7, 1, TWO));
    }
    assertEquals(List.of(ErrorCode.CONCURRENT_TRANSACTIONS), world.add("x", 7, 1, TWO));
  }

  @Test
  void partitionsThatJoinAtTheSameTimeShareAWrite() {
    world.init("x");
    int before = world.batches.size();
    world.hold(true);
    List<ErrorCode> first = world.add("x", 7, 0, ONE);
    List<ErrorCode> second = world.add("x", 7, 0, TWO);
    List<ErrorCode> third = world.add("x", 7, 0, new TopicPartition("t", 3));
    List<ProducerIdentity> end = world.end("x", 7, 0, true, 2);
    assertEquals(before + 1, world.batches.size());
    assertEquals(List.of(), first);
    world.hold(false);
    assertEquals(List.of(ErrorCode.NONE), first);
    assertEquals(List.of(ErrorCode.NONE), second);
    assertEquals(List.of(ErrorCode.NONE), third);
    assertEquals(List.of(identity(7, 1)), end);
    assertEquals(before + 3, world.batches.size());
    assertEquals(3, world.orders.element().partitions().size());
  }

  @Test
  void aFixedOutcomeIsCarriedOutAfterACrash() {
    world.init("x");
    world.add("x", 7, 0, ONE);
    world.end("x", 7, 0, true, 2);
    world.crash();
    assertTrue(world.orders.element().end().commit());
    world.deliver();
    assertState(TransactionState.COMPLETE_COMMIT, 1);
    assertEquals(List.of(identity(7, 1)), world.end("x", 7, 0, true, 2), "a repeated request");
  }

  /// Markers that are written once more would come while the producer's next transaction is open.
  @Test
  void aSlowCompletionOrdersNoMarkersAgain() {
    world.init("x");
    world.add("x", 7, 0, ONE);
    world.end("x", 7, 0, true, 0);
    world.hold(true);
    world.deliver();
    world.advance(2 * TransactionWorld.OPTIONS.writeTimeoutMillis());
    assertTrue(world.orders.isEmpty(), "while it may still be stored");
    int stored = world.batches.size();
    world.hold(false);
    world.advance(1_000);
    assertState(TransactionState.COMPLETE_COMMIT, 0);
    assertTrue(world.orders.isEmpty(), "once it is stored");
    assertEquals(stored, world.batches.size(), "it is stored once");
  }

  @Test
  void anEndThatIsNotCommittedHasNotHappened() {
    world.init("x");
    world.add("x", 7, 0, ONE);
    world.hold(true);
    assertEquals(List.of(), world.end("x", 7, 0, true, 2));
    world.crash();
    assertState(TransactionState.ONGOING, 0);
    assertTrue(world.orders.isEmpty());
  }

  @Test
  void aTransactionThatIsOpenForTooLongIsAborted() {
    world.init("x");
    world.add("x", 7, 0, ONE);
    world.advance(59_000);
    assertState(TransactionState.ONGOING, 0);
    world.advance(2_000);
    assertState(TransactionState.PREPARE_ABORT, 1);
    world.deliver();
    assertEquals(List.of(ErrorCode.PRODUCER_FENCED), world.add("x", 7, 0, ONE));
  }

  @Test
  void anIdThatNobodyUsesIsForgottenUnlessItsTransactionIsOpen() {
    world.init("x");
    world.init("y");
    world.add("y", 8, 0, ONE);
    world.end("y", 8, 0, true, 2);
    world.advance(120_000);
    assertFalse(world.knows("x"));
    assertTrue(world.knows("y"));
    world.crash();
    assertFalse(world.knows("x"));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void anExhaustedEpochMovesToANewProducerId(boolean commit) {
    world.init("x");
    for (int epoch = 0; epoch < Short.MAX_VALUE - 1; epoch++) {
      world.add("x", 7, epoch, ONE);
      world.end("x", 7, epoch, true, 2);
      world.deliver();
      world.batches.clear();
    }
    world.add("x", 7, Short.MAX_VALUE - 1, ONE);
    assertEquals(List.of(identity(8, 0)), world.end("x", 7, Short.MAX_VALUE - 1, commit, 2));
    assertEquals(Short.MAX_VALUE, world.orders.element().end().producerEpoch());
    world.deliver();
    assertState(commit ? TransactionState.COMPLETE_COMMIT : TransactionState.COMPLETE_ABORT, 0);
    assertEquals(8, world.metadata("x").producerId());
    assertEquals(
        List.of(identity(8, 0)),
        world.end("x", 7, Short.MAX_VALUE - 1, commit, 2),
        "a repeated request");
    assertEquals(List.of(ErrorCode.NONE), world.add("x", 8, 0, ONE));
  }

  @Test
  void aProducerThatGoesOnAfterAnErrorGetsTheNextEpochOnce() {
    world.init("x");
    assertEquals(List.of(identity(7, 1)), world.init("x", 7, (short) 0));
    assertEquals(List.of(identity(7, 1)), world.init("x", 7, (short) 0), "a repeated request");
    assertEquals(List.of(identity(7, 2)), world.init("x"));
    assertEquals(refused(ErrorCode.PRODUCER_FENCED), world.init("x", 7, (short) 1));
  }

  @Test
  void verifyingChangesNothing() {
    world.init("x");
    world.add("x", 7, 0, ONE);
    int before = world.batches.size();
    var answers =
        world.ask((Reply<Map<TopicPartition, ErrorCode>> reply) ->
            new VerifyPartitions("x", 7, (short) 0, Set.of(ONE, TWO), reply));
    assertEquals(ErrorCode.NONE, answers.get(0).get(ONE));
    assertEquals(ErrorCode.TRANSACTION_ABORTABLE, answers.get(0).get(TWO));
    assertEquals(before, world.batches.size());
  }
}
