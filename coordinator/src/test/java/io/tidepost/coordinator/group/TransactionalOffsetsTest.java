package io.tidepost.coordinator.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.offset.CommittedOffset;
import io.tidepost.coordinator.group.offset.OffsetFetch;
import io.tidepost.coordinator.group.offset.TxnOffsetCommit;
import io.tidepost.coordinator.group.offset.WriteMarker;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.tidepost.wire.message.TxnOffsetCommitRequest;
import io.tidepost.wire.message.TxnOffsetCommitResponse;
import io.tidepost.wire.records.BatchBuilder;
import io.tidepost.wire.records.ControlRecords;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Offsets that Kafka's producers left in transactions, finished or not, when they are loaded.
class TransactionalOffsetsTest {

  private final GroupWorld world = new GroupWorld(GroupOptions.DEFAULTS, new SeededRandomness(1));

  private void commitInTransaction(long producerId, long offset) {
    CoordinatorRecord record =
        GroupRecords.offset(
            "g", "t", 0, new CommittedOffset(-1, offset, -1, "", 1000, -1, Uuid.ZERO));
    world.appendForeign(
        new BatchBuilder()
            .producer(producerId, (short) 0, 0)
            .transactional()
            .append(1000, ByteBuffer.wrap(record.key()), ByteBuffer.wrap(record.value()))
            .build());
  }

  private void end(long producerId, boolean commit) {
    world.appendForeign(ControlRecords.transactionMarker(1000, producerId, (short) 0, commit, 0));
  }

  private OffsetFetchResponsePartitions fetch(boolean stable) {
    List<OffsetFetchResponseGroup> answers = new ArrayList<>();
    world.submit(new OffsetFetch(Requests.fetch("g", "t", 0), stable, new Reply<>(answers::add)));
    return answers.get(0).topics.get(0).partitions.get(0);
  }

  @Test
  void countWhenCommitted() {
    commitInTransaction(5, 42);
    end(5, true);
    world.crash();
    assertEquals(42, fetch(true).committedOffset);
  }

  private List<TxnOffsetCommitResponse> commitNow(
      String group, String member, int generation, long producerId, long offset) {
    TxnOffsetCommitRequest request = new TxnOffsetCommitRequest();
    request.groupId = group;
    request.memberId = member;
    request.generationIdOrMemberEpoch = generation;
    request.producerId = producerId;
    var partition = new TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition();
    partition.committedOffset = offset;
    var topic = new TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic();
    topic.name = "t";
    topic.partitions.add(partition);
    request.topics.add(topic);
    List<TxnOffsetCommitResponse> answers = new ArrayList<>();
    world.submit(
        new TxnOffsetCommit(
            request, world.shard().offsets().markersOrdered(), new Reply<>(answers::add)));
    return answers;
  }

  private static short error(List<TxnOffsetCommitResponse> answers) {
    return answers.get(0).topics.get(0).partitions.get(0).errorCode;
  }

  private List<ErrorCode> endNow(long producerId, boolean commit) {
    List<ErrorCode> answers = new ArrayList<>();
    world.submit(
        new WriteMarker(
            new TransactionEnd(producerId, (short) 1, 0, commit, (short) 2),
            new Reply<>(answers::add)));
    return answers;
  }

  @Test
  void areCommittedByAProducerAndCountWithItsMarker() {
    assertEquals(0, error(commitNow("g", "", -1, 5, 42)));
    assertEquals(ErrorCode.UNSTABLE_OFFSET_COMMIT.code(), fetch(true).errorCode);
    assertEquals(-1, fetch(false).committedOffset);
    assertEquals(List.of(ErrorCode.NONE), endNow(5, true));
    assertEquals(42, fetch(true).committedOffset);
    commitNow("g", "", -1, 5, 43);
    endNow(5, false);
    assertEquals(42, fetch(true).committedOffset);
    world.crash();
    assertEquals(42, fetch(true).committedOffset);
  }

  @Test
  void ofSeveralProducersAreKeptApart() {
    commitNow("g", "", -1, 5, 42);
    commitNow("g", "", -1, 6, 50);
    endNow(5, true);
    assertEquals(ErrorCode.UNSTABLE_OFFSET_COMMIT.code(), fetch(true).errorCode);
    assertEquals(42, fetch(false).committedOffset);
    endNow(6, false);
    assertEquals(42, fetch(true).committedOffset);
  }

  @Test
  void ofAMemberThatDoesNotExistAreRefused() {
    assertEquals(ErrorCode.ILLEGAL_GENERATION.code(), error(commitNow("g", "m", 3, 5, 42)));
    assertEquals(-1, fetch(true).committedOffset);
  }

  @Test
  void thatHadToWaitWhileAMarkerCameAreRefused() {
    TxnOffsetCommitRequest request = new TxnOffsetCommitRequest();
    request.groupId = "g";
    var topic = new TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic();
    topic.name = "t";
    topic.partitions.add(new TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition());
    request.topics.add(topic);
    long admittedAt = world.shard().offsets().markersOrdered();
    endNow(5, false);
    List<TxnOffsetCommitResponse> answers = new ArrayList<>();
    world.submit(new TxnOffsetCommit(request, admittedAt, new Reply<>(answers::add)));
    assertEquals(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS.code(), error(answers));
  }

  @Test
  void areForgottenWhenAborted() {
    commitInTransaction(5, 42);
    end(5, false);
    world.crash();
    assertEquals(-1, fetch(true).committedOffset);
    assertEquals(0, fetch(true).errorCode);
  }

  @Test
  void areUnstableWhileOpen() {
    commitInTransaction(5, 42);
    world.crash();
    assertEquals(ErrorCode.UNSTABLE_OFFSET_COMMIT.code(), fetch(true).errorCode);
    assertEquals(-1, fetch(false).committedOffset);
    assertTrue(world.shard().exists("g"));
  }

  @Test
  void doNotReplaceLaterPlainOnes() {
    commitInTransaction(5, 42);
    CoordinatorRecord plain =
        GroupRecords.offset("g", "t", 0, new CommittedOffset(-1, 50, -1, "", 1000, -1, Uuid.ZERO));
    byte[] value = plain.value();
    assertNotNull(value);
    world.appendForeign(
        new BatchBuilder()
            .append(1000, ByteBuffer.wrap(plain.key()), ByteBuffer.wrap(value))
            .build());
    end(5, true);
    world.crash();
    assertEquals(50, fetch(true).committedOffset);
  }

  @Test
  void aTombstoneEndsThemToo() {
    commitInTransaction(5, 42);
    CoordinatorRecord tombstone = GroupRecords.offsetTombstone("g", "t", 0);
    world.appendForeign(
        new BatchBuilder().append(1000, ByteBuffer.wrap(tombstone.key()), null).build());
    end(5, true);
    world.crash();
    assertNull(world.shard().offsets().find("g", "t", 0));
  }

  @Test
  void aRecordThatCannotBeReadIsSaidAndPassedOver() {
    ByteBuffer key = ByteBuffer.wrap(GroupRecords.groupTombstone("g").key());
    world.appendForeign(
        new BatchBuilder().append(1000, key, ByteBuffer.wrap(new byte[] {0, 3, 9})).build());
    commitInTransaction(5, 42);
    end(5, true);
    world.crash();
    assertEquals(42, fetch(true).committedOffset);
    assertTrue(
        world.operatorLog.stream().anyMatch(line -> line.contains("offset 0")),
        world.operatorLog.toString());
  }
}
