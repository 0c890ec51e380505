package io.tidepost.coordinator.group.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.offset.TxnOffsetCommit;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.TxnOffsetCommitRequest;
import io.tidepost.wire.message.TxnOffsetCommitResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Members of the consumer protocol commit offsets in transactions (KIP-447, KIP-848, KIP-1251).
class TransactionalCommitTest {

  private final Members members = new Members();
  private final Uuid topic = members.world.surroundings.topic("t", 2);

  private ErrorCode commit(String memberId, int epoch, int partition) {
    TxnOffsetCommitRequest request = new TxnOffsetCommitRequest();
    request.transactionalId = "id";
    request.producerId = 7;
    request.groupId = Members.GROUP;
    request.memberId = memberId;
    request.generationIdOrMemberEpoch = epoch;
    var asked = new TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic();
    asked.name = "t";
    asked.topicId = topic;
    var committed = new TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition();
    committed.partitionIndex = partition;
    committed.committedOffset = 3;
    asked.partitions.add(committed);
    request.topics.add(asked);
    List<TxnOffsetCommitResponse> answers = new ArrayList<>();
    long admittedAt = members.world.shard().offsets().markersOrdered();
    members.world.submit(new TxnOffsetCommit(request, admittedAt, new Reply<>(answers::add)));
    return ErrorCode.of(answers.get(0).topics.get(0).partitions.get(0).errorCode);
  }

  @Test
  void aMemberMayAndAStrangerMayNot() {
    int epoch = members.member("a").join().epoch;
    assertEquals(ErrorCode.NONE, commit("a", epoch, 0));
    assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, commit("b", epoch, 0));
    assertEquals(ErrorCode.ILLEGAL_GENERATION, commit("a", epoch + 1, 0));
  }

  @Test
  void anOlderEpochCommitsOnlyWhatIsStillItsOwn() {
    Members.Member a = members.member("a").join();
    int before = a.epoch;
    Members.Member b = members.member("b").join();
    a.beat();
    a.beat();
    b.beat();
    int kept = a.owned.firstEntry().getValue().first();
    assertEquals(ErrorCode.NONE, commit("a", before, kept));
    assertEquals(ErrorCode.ILLEGAL_GENERATION, commit("a", before, 1 - kept));
    assertEquals(ErrorCode.NONE, commit("b", b.epoch, 1 - kept));
  }
}
