package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.image.Partition;
import io.tidepost.wire.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What leaders may change about who is in sync.
class AlterPartitionTest extends ClusterTest {

  @BeforeEach
  void topic() {
    topic("a", 1, 2, 3);
  }

  private AlterPartition.Change change(
      int leaderEpochMore, int partitionEpochMore, List<AlterPartition.Member> isr) {
    Partition partition = partition("a");
    return new AlterPartition.Change(
        topicId("a"),
        0,
        partition.leaderEpoch() + leaderEpochMore,
        partition.partitionEpoch() + partitionEpochMore,
        isr,
        (byte) 0);
  }

  private List<AlterPartition.Member> members(int... ids) {
    return java.util.Arrays.stream(ids)
        .mapToObj(id -> new AlterPartition.Member(id, epochs[id]))
        .toList();
  }

  private void assertRefused(ErrorCode error, int asker, AlterPartition.Change change) {
    Partition before = partition("a");
    assertEquals(error, alter(asker, change).error());
    assertEquals(before, partition("a"));
  }

  @Test
  void shrinksAndExpandsAndTellsTheNewState() {
    var shrunk = alterIsr("a", 1, 2);
    assertEquals(ErrorCode.NONE, shrunk.error());
    Partition state = partition("a");
    assertEquals(state, shrunk.state());
    assertEquals(List.of(1, 2), state.isr());
    assertEquals(1, state.partitionEpoch());
    assertEquals(0, state.leaderEpoch(), "nobody has to truncate");
    assertEquals(ErrorCode.NONE, alterIsr("a", 1, 2, 3).error());
    assertEquals(List.of(1, 2, 3), partition("a").isr());
    assertEquals(2, partition("a").partitionEpoch());
    var same = alterIsr("a", 1, 2, 3);
    assertEquals(2, partition("a").partitionEpoch(), "nothing changed");
    assertEquals(partition("a"), same.state());
  }

  @Test
  void refusesWhoIsNotTheLeaderOfThisEpoch() {
    assertRefused(ErrorCode.NOT_CONTROLLER, 1, change(1, 0, members(1)));
    assertRefused(ErrorCode.NOT_CONTROLLER, 1, change(0, 1, members(1)));
    assertRefused(ErrorCode.INVALID_REQUEST, 2, change(0, 0, members(2)));
    alterIsr("a", 1, 2);
    assertRefused(ErrorCode.INVALID_UPDATE_VERSION, 1, change(0, -1, members(1)));
    var old = change(0, 0, members(1));
    fence(1);
    beat(1, epochs[1]);
    assertRefused(ErrorCode.FENCED_LEADER_EPOCH, 1, old);
    var stale = controller.call(new AlterPartition(1, epochs[1] + 5, List.of(old)));
    assertEquals(ErrorCode.STALE_BROKER_EPOCH, error(stale.failure()));
    assertEquals(0, stale.partitions().size());
  }

  @Test
  void refusesWhatIsNoIsr() {
    assertRefused(ErrorCode.INVALID_REQUEST, 1, change(0, 0, members(2, 3)));
    assertRefused(ErrorCode.INVALID_REQUEST, 1, change(0, 0, members()));
    assertRefused(ErrorCode.INVALID_REQUEST, 1, change(0, 0, members(1, 4)));
    assertRefused(ErrorCode.INVALID_REQUEST, 1, change(0, 0, members(1, 2, 2)));
    var unknown =
        alter(1, new AlterPartition.Change(new Uuid(8, 8), 0, 0, 0, members(1), (byte) 0));
    assertEquals(ErrorCode.UNKNOWN_TOPIC_ID, unknown.error());
    var noPartition =
        alter(1, new AlterPartition.Change(topicId("a"), 7, 0, 0, members(1), (byte) 0));
    assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, noPartition.error());
  }

  @Test
  void onlyALiveBrokerOfTheEpochThatWasSeenMayBeInSync() {
    alterIsr("a", 1);
    long seen = epochs[2];
    epochs[2] = start(2, 2, -1);
    assertRefused(
        ErrorCode.INELIGIBLE_REPLICA,
        1,
        change(0, 0, List.of(members(1).get(0), new AlterPartition.Member(2, seen))));
    fence(3);
    assertRefused(ErrorCode.INELIGIBLE_REPLICA, 1, change(0, 0, members(1, 3)));
    topic("b", 2, 1);
    beat(2, epochs[2], true);
    assertRefused(ErrorCode.INELIGIBLE_REPLICA, 1, change(0, 0, members(1, 2)));
    controller.call(new UnregisterBroker(3));
    assertRefused(ErrorCode.INELIGIBLE_REPLICA, 1, change(0, 0, members(1, 3)));
    epochs[2] = start(2, 3, -1);
    var unseen = List.of(members(1).get(0), new AlterPartition.Member(2, -1));
    assertEquals(ErrorCode.NONE, alter(1, change(0, 0, unseen)).error());
  }

  @Test
  void oneAndTheSamePartitionIsAlteredOncePerRequest() {
    var outcome =
        controller.call(
            new AlterPartition(
                1, epochs[1], List.of(change(0, 0, members(1, 2)), change(0, 0, members(1, 3)))));
    assertEquals(ErrorCode.NONE, outcome.partitions().get(0).error());
    assertEquals(ErrorCode.OPERATION_NOT_ATTEMPTED, outcome.partitions().get(1).error());
    assertEquals(List.of(1, 2), partition("a").isr());
  }

  @Test
  void aLeaderThatRecoversFromAnUncleanElectionIsAloneUntilThen() {
    set(ConfigResource.topic("a"), "unclean.leader.election.enable", "true");
    alterIsr("a", 1);
    fence(1);
    assertEquals(2, partition("a").leader());
    assertEquals(1, partition("a").leaderRecoveryState());
    var both =
        new AlterPartition.Change(
            topicId("a"),
            0,
            partition("a").leaderEpoch(),
            partition("a").partitionEpoch(),
            members(2, 3),
            (byte) 1);
    assertRefused(ErrorCode.INVALID_REQUEST, 2, both);
    assertEquals(ErrorCode.NONE, alterIsr("a", 2).error());
    assertEquals(0, partition("a").leaderRecoveryState());
    assertEquals(ErrorCode.NONE, alterIsr("a", 2, 3).error());
    var again =
        new AlterPartition.Change(
            topicId("a"),
            0,
            partition("a").leaderEpoch(),
            partition("a").partitionEpoch(),
            members(2),
            (byte) 1);
    assertRefused(ErrorCode.INVALID_REQUEST, 2, again);
  }

  @Test
  void whoLeavesBelowTheMinimumStaysEligible() {
    enableElr();
    set(ConfigResource.BROKER_DEFAULT, "min.insync.replicas", "3");
    topic("two", 1, 2);
    alterIsr("two", 1);
    assertEquals(List.of(2), partition("two").elr(), "the minimum is at most the replicas");
    alterIsr("a", 1, 2);
    assertEquals(List.of(3), partition("a").elr());
    alterIsr("a", 1);
    assertEquals(List.of(2, 3), partition("a").elr());
    alterIsr("a", 1, 3);
    assertEquals(List.of(2), partition("a").elr());
    alterIsr("a", 1, 2, 3);
    assertEquals(List.of(), partition("a").elr());
    assertNotNull(controller.image.topics().byName("two"));
  }
}
