package io.tidepost.replica.share;

import static io.tidepost.replica.share.AcknowledgeType.ACCEPT;
import static io.tidepost.replica.share.AcknowledgeType.GAP;
import static io.tidepost.replica.share.AcknowledgeType.REJECT;
import static io.tidepost.replica.share.AcknowledgeType.RELEASE;
import static io.tidepost.replica.share.AcknowledgeType.RENEW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.wire.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SharePartitionTest {

  private static final ShareSettings SETTINGS = new ShareSettings(1000, 3, 100, true, false);

  private final ShareWorld world = new ShareWorld(10, SETTINGS);

  private static AcquiredRange range(long first, long last, int count) {
    return new AcquiredRange(first, last, (short) count);
  }

  @Test
  void membersGetDifferentRecords() {
    assertEquals(List.of(range(0, 9, 1)), world.fetch("a", 5, 30));
    assertEquals(List.of(range(10, 19, 1)), world.fetch("b", 5, 30));
    assertEquals(List.of(range(20, 29, 1)), world.fetch("a", 5, 30));
    assertEquals(List.of(), world.fetch("b", 5, 30));
  }

  @Test
  void theRecordLimitIsStrictWhenAskedFor() {
    assertEquals(List.of(range(0, 2, 1)), world.fetch("a", AcquireMode.RECORD_LIMIT, 3, 30));
    assertEquals(List.of(range(3, 5, 1)), world.fetch("b", AcquireMode.RECORD_LIMIT, 3, 30));
    world.release("a");
    assertEquals(List.of(range(0, 1, 1)), world.fetch("b", AcquireMode.RECORD_LIMIT, 2, 30));
  }

  @Test
  void rangesAreAboutTheSizeAskedFor() {
    long from = world.partition.nextFetchOffset();
    Acquisition acquisition =
        world.partition.acquire(
            new AcquireRequest("a", AcquireMode.BATCH_OPTIMIZED, 50, 20),
            from,
            List.of(
                new FetchedBatch(0, 9, true),
                new FetchedBatch(10, 19, true),
                new FetchedBatch(20, 29, true)),
            0);
    assertEquals(List.of(range(0, 19, 1), range(20, 29, 1)), acquisition.ranges());
  }

  @Test
  void acceptedRecordsMoveTheStart() {
    world.fetch("a", 10, 20);
    world.fetch("b", 10, 20);
    assertEquals(ErrorCode.NONE, world.acknowledge("b", 10, 19, ACCEPT));
    assertEquals(0, world.partition.startOffset());
    assertEquals(
        new StateWrite(0, 10, List.of(batch(10, 19, RecordState.ACKNOWLEDGED, 1))),
        world.lastWrite);
    assertEquals(ErrorCode.NONE, world.acknowledge("a", 0, 9, ACCEPT));
    assertEquals(20, world.partition.startOffset());
    assertEquals(new StateWrite(20, 0, List.of()), world.lastWrite);
  }

  private static StateBatch batch(long first, long last, RecordState state, int count) {
    return new StateBatch(first, last, state, (short) count);
  }

  @Test
  void releasedRecordsComeAgainWithAHigherCount() {
    world.fetch("a", 10, 20);
    assertEquals(ErrorCode.NONE, world.acknowledge("a", 3, 5, RELEASE));
    assertEquals(List.of(range(3, 5, 2), range(10, 19, 1)), world.fetch("b", 10, 20));
  }

  @Test
  void eachOffsetCanHaveATypeOfItsOwn() {
    world.fetch("a", 4, 4);
    assertEquals(ErrorCode.NONE, world.acknowledge("a", 0, 3, ACCEPT, RELEASE, REJECT, GAP));
    assertEquals(1, world.partition.startOffset());
    assertEquals(List.of(range(1, 1, 2)), world.fetch("a", 4, 4));
    world.acknowledge("a", 1, 1, ACCEPT);
    assertEquals(4, world.partition.startOffset());
  }

  @Test
  void onlyTheHolderAcknowledges() {
    world.fetch("a", 10, 20);
    assertEquals(ErrorCode.INVALID_RECORD_STATE, world.acknowledge("b", 0, 9, ACCEPT));
    assertEquals(ErrorCode.INVALID_REQUEST, world.acknowledge("a", 5, 12, ACCEPT));
    assertEquals(ErrorCode.INVALID_REQUEST, world.acknowledge("a", 0, 3, ACCEPT, ACCEPT));
    assertEquals(ErrorCode.NONE, world.acknowledge("a", 0, 4, ACCEPT));
    assertEquals(ErrorCode.NONE, world.acknowledge("a", 0, 4, ACCEPT), "gone: nothing to do");
    world.fetch("b", 10, 20);
    assertEquals(ErrorCode.INVALID_RECORD_STATE, world.acknowledge("a", 5, 12, ACCEPT));
    assertEquals(ErrorCode.NONE, world.acknowledge("a", 5, 9, ACCEPT), "nothing of it was done");
  }

  @Test
  void aLockThatEndsFreesTheRecords() {
    world.fetch("a", 10, 10);
    world.passTime(999);
    assertEquals(List.of(), world.fetch("b", 10, 10));
    world.passTime(1);
    assertEquals(List.of(range(0, 9, 2)), world.fetch("b", 10, 10));
    assertEquals(ErrorCode.INVALID_RECORD_STATE, world.acknowledge("a", 0, 9, ACCEPT));
  }

  @Test
  void aRenewedLockLastsLonger() {
    world.fetch("a", 10, 10);
    world.passTime(600);
    assertEquals(ErrorCode.NONE, world.acknowledge("a", 0, 4, RENEW));
    world.passTime(600);
    assertEquals(List.of(range(5, 9, 2)), world.fetch("b", 10, 10));
    assertEquals(ErrorCode.NONE, world.acknowledge("a", 0, 4, ACCEPT));
  }

  @Test
  void renewingCanBeForbidden() {
    world.partition.settings(new ShareSettings(1000, 3, 100, false, false));
    world.fetch("a", 10, 10);
    assertEquals(ErrorCode.INVALID_REQUEST, world.acknowledge("a", 0, 9, RENEW));
  }

  @Test
  void recordsAreGivenUpAtTheLimitOneByOne() {
    world.fetch("a", 10, 10);
    world.passTime(1000);
    world.fetch("a", 10, 10);
    world.passTime(1000);
    // One record is bad: it goes alone, the others are not given up with it.
    assertEquals(List.of(range(0, 0, 3)), world.fetch("a", 10, 10));
    world.passTime(1000);
    assertEquals(1, world.partition.startOffset());
    assertEquals(List.of(range(1, 1, 3)), world.fetch("a", 10, 10));
  }

  @Test
  void whatIsGivenUpGoesToTheDeadLetterTopic() {
    world.settings = new ShareSettings(1000, 2, 100, true, true);
    world.partition.settings(world.settings);
    world.fetch("a", 10, 10);
    world.acknowledge("a", 0, 0, REJECT);
    world.acknowledge("a", 1, 9, RELEASE);
    world.fetch("a", 10, 10);
    world.acknowledge("a", 1, 1, RELEASE);
    assertEquals(
        List.of(
            new DeadLetter(0, 0, (short) 1, DeadLetter.Cause.CLIENT_REJECT),
            new DeadLetter(1, 1, (short) 2, DeadLetter.Cause.DELIVERY_COUNT_EXCEEDED)),
        world.letters);
    assertEquals(0, world.partition.startOffset(), "not before it is there");
    world.crash();
    assertEquals(4, world.letters.size(), "a crash in between does not lose it");
    world.partition.deadLettered(world.letters.get(2));
    world.partition.deadLettered(world.letters.get(3));
    world.settle();
    assertEquals(2, world.partition.startOffset());
  }

  @Test
  void closingASessionDoesNotCountAsADelivery() {
    world.fetch("a", 10, 10);
    world.release("a");
    assertEquals(List.of(range(0, 9, 1)), world.fetch("b", 10, 10));
  }

  @Test
  void noMoreIsInFlightThanAllowed() {
    world.partition.settings(new ShareSettings(1000, 3, 25, true, false));
    assertEquals(List.of(range(0, 29, 1)), world.fetch("a", 30, 100));
    assertEquals(-1, world.partition.nextFetchOffset());
    world.acknowledge("a", 10, 19, ACCEPT);
    assertEquals(30, world.partition.nextFetchOffset());
    world.acknowledge("a", 0, 0, RELEASE);
    assertEquals(List.of(range(0, 0, 2), range(30, 39, 1)), world.fetch("b", 30, 100));
    assertEquals(-1, world.partition.nextFetchOffset());
  }

  @Test
  void controlAndAbortedBatchesAreNeverDelivered() {
    List<FetchedBatch> batches =
        List.of(
            new FetchedBatch(0, 4, false),
            new FetchedBatch(5, 9, true),
            new FetchedBatch(10, 10, false));
    Acquisition acquisition =
        world.partition.acquire(
            new AcquireRequest("a", AcquireMode.BATCH_OPTIMIZED, 50, 50), 0, batches, 0);
    assertEquals(List.of(range(5, 9, 1)), acquisition.ranges());
    assertEquals(5, world.partition.startOffset());
    world.acknowledge("a", 5, 9, ACCEPT);
    assertEquals(11, world.partition.startOffset());
  }

  @Test
  void whatCompactionRemovedIsNotWaitedFor() {
    world.fetch("a", 10, 20);
    world.release("a");
    Acquisition acquisition =
        world.partition.acquire(
            new AcquireRequest("b", AcquireMode.BATCH_OPTIMIZED, 50, 50),
            0,
            List.of(new FetchedBatch(8, 15, true)),
            0);
    assertEquals(List.of(range(8, 15, 1)), acquisition.ranges());
    assertEquals(8, world.partition.startOffset());
  }

  @Test
  void aFailedWriteLeavesTheLock() {
    world.fetch("a", 10, 10);
    world.answer = ErrorCode.COORDINATOR_NOT_AVAILABLE;
    assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, world.acknowledge("a", 0, 9, ACCEPT));
    world.answer = ErrorCode.NONE;
    assertEquals(ErrorCode.NONE, world.acknowledge("a", 0, 9, ACCEPT));
    assertEquals(10, world.partition.startOffset());
  }

  @Test
  void nobodyGetsAtARecordWhileItsStepIsBeingStored() {
    world.answering = false;
    world.fetch("a", 10, 10);
    world.acknowledge("a", 0, 4, RELEASE);
    world.acknowledge("a", 5, 9, ACCEPT);
    assertEquals(ErrorCode.INVALID_RECORD_STATE, world.acknowledge("a", 0, 4, ACCEPT));
    assertEquals(List.of(), world.fetch("b", 10, 10));
    world.nowMillis += 5000;
    world.partition.expire(world.nowMillis);
    world.settle();
    assertEquals(List.of(range(0, 4, 2)), world.fetch("b", 10, 10));
  }

  @Test
  void aCrashForgetsOnlyWhoHoldsWhat() {
    world.fetch("a", 10, 30);
    world.fetch("b", 10, 30);
    world.acknowledge("a", 2, 3, RELEASE);
    world.acknowledge("b", 12, 15, ACCEPT);
    world.acknowledge("a", 0, 1, ACCEPT);
    world.crash();
    assertEquals(2, world.partition.startOffset());
    assertEquals(
        List.of(range(2, 3, 2), range(4, 11, 1), range(16, 29, 1)), world.fetch("c", 50, 30));
  }

  @Test
  void deletedRecordsAreNotWaitedFor() {
    world.fetch("a", 10, 30);
    world.partition.logStartOffset(5);
    assertEquals(5, world.partition.startOffset());
    assertEquals(ErrorCode.NONE, world.acknowledge("a", 0, 9, ACCEPT));
    assertEquals(10, world.partition.startOffset());
    world.fetch("a", 10, 30);
    world.partition.logStartOffset(25);
    assertEquals(25, world.partition.nextFetchOffset());
    assertEquals(ErrorCode.NONE, world.acknowledge("a", 10, 19, ACCEPT));
  }

  @Test
  void itIsIdleWhenNobodyHoldsAnythingAndAllIsStored() {
    assertTrue(world.partition.isIdle());
    world.fetch("a", 10, 30);
    assertFalse(world.partition.isIdle());
    world.answering = false;
    world.acknowledge("a", 0, 9, ACCEPT);
    assertFalse(world.partition.isIdle());
    world.settle();
    assertTrue(world.partition.isIdle());
  }

  @Test
  void stoppingTellsWhoWaits() {
    world.answering = false;
    world.fetch("a", 10, 10);
    ErrorCode[] told = new ErrorCode[1];
    world.partition.acknowledge(
        "a", List.of(new AcknowledgedRange(0, 9, List.of((byte) 1))), 0, error -> told[0] = error);
    world.partition.stop(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, told[0]);
    assertTrue(world.partition.isStopped());
    assertEquals(-1, world.partition.nextFetchOffset());
  }

  @Test
  void absurdRangesAreRefused() {
    world.fetch("a", 10, 10);
    assertEquals(ErrorCode.INVALID_REQUEST, world.acknowledge("a", 5, 4, ACCEPT));
    assertEquals(ErrorCode.INVALID_REQUEST, world.acknowledge("a", -1, 4, ACCEPT));
    assertEquals(ErrorCode.INVALID_REQUEST, world.acknowledge("a", 0, Long.MAX_VALUE, ACCEPT));
    assertEquals(ErrorCode.INVALID_REQUEST, world.acknowledge("a", 0, 4));
  }

  @Test
  void theRestOfABatchIsNotPassedOver() {
    world.partition.settings(new ShareSettings(1000, 3, 5, true, false));
    List<FetchedBatch> batches =
        List.of(new FetchedBatch(0, 9, true), new FetchedBatch(10, 10, false));
    Acquisition acquisition =
        world.partition.acquire(
            new AcquireRequest("a", AcquireMode.RECORD_LIMIT, 50, 50), 0, batches, 0);
    assertEquals(List.of(range(0, 4, 1)), acquisition.ranges());
    assertEquals(5, world.partition.endOffset());
  }
}
