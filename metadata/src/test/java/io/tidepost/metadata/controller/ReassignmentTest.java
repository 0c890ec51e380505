package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.image.Partition;
import io.tidepost.wire.ErrorCode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Partitions that move between brokers, and leaders that are elected on demand.
class ReassignmentTest extends ClusterTest {

  @BeforeEach
  void topic() {
    topic("a", 1, 2);
  }

  private @Nullable Failure move(
      String topic, boolean mayChange, @Nullable List<Integer> replicas) {
    return controller
        .call(
            new AlterPartitionReassignments(
                List.of(new AlterPartitionReassignments.Target(topic, 0, replicas)), mayChange))
        .get(0);
  }

  private void assertMoved(Integer... replicas) {
    assertEquals(null, move("a", true, List.of(replicas)));
  }

  @Test
  void addsThenWaitsThenTakesAway() {
    assertMoved(3, 4);
    Partition moving = partition("a");
    assertEquals(List.of(3, 4, 1, 2), moving.replicas());
    assertEquals(List.of(3, 4), moving.addingReplicas());
    assertEquals(List.of(1, 2), moving.removingReplicas());
    assertEquals(1, moving.leader());
    assertEquals(0, moving.leaderEpoch());
    assertEquals(
        List.of(new Uuid(100, 3), new Uuid(100, 4), new Uuid(100, 1), new Uuid(100, 2)),
        moving.directories());
    assertTrue(AlterPartitionReassignments.isReassigning(moving));
    assertEquals(ErrorCode.NONE, alterIsr("a", 1, 2, 3).error());
    assertTrue(AlterPartitionReassignments.isReassigning(partition("a")), "4 is not in sync");
    assertEquals(
        ErrorCode.NEW_LEADER_ELECTED,
        alterIsr("a", 1, 2, 3, 4).error(),
        "the leader is among those who go");
    Partition moved = partition("a");
    assertEquals(List.of(3, 4), moved.replicas());
    assertEquals(List.of(3, 4), moved.isr());
    assertEquals(List.of(new Uuid(100, 3), new Uuid(100, 4)), moved.directories());
    assertEquals(3, moved.leader());
    assertEquals(1, moved.leaderEpoch());
    assertFalse(AlterPartitionReassignments.isReassigning(moved));
  }

  @Test
  void whatHasNothingToWaitForIsCompleteAtOnce() {
    assertMoved(2, 1);
    assertEquals(List.of(2, 1), partition("a").replicas());
    assertEquals(1, partition("a").leader());
    assertEquals(0, partition("a").leaderEpoch());
    assertMoved(1);
    assertEquals(List.of(1), partition("a").replicas());
    assertEquals(List.of(1), partition("a").isr());
    assertEquals(1, partition("a").leaderEpoch(), "a replica that goes has to notice");
  }

  @Test
  void theReplicationFactorMayGrow() {
    assertEquals(
        "The replication factor is changed from 2 to 3",
        Failure.message(move("a", false, List.of(1, 2, 3))));
    assertMoved(1, 2, 3);
    assertEquals(List.of(3), partition("a").addingReplicas());
    assertEquals(
        ErrorCode.INVALID_REPLICATION_FACTOR,
        error(move("a", false, List.of(1, 2, 3))),
        "two is what it was");
    assertEquals(ErrorCode.NONE, alterIsr("a", 1, 2, 3).error());
    assertEquals(List.of(), partition("a").addingReplicas());
    assertEquals(List.of(1, 2, 3), partition("a").replicas());
  }

  @Test
  void aMoveCanBeStopped() {
    assertEquals(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, error(move("a", true, null)));
    Partition before = partition("a");
    assertMoved(3, 4);
    alterIsr("a", 1, 2, 3);
    assertEquals(null, move("a", true, null));
    Partition after = partition("a");
    assertEquals(before.replicas(), after.replicas());
    assertEquals(before.isr(), after.isr());
    assertEquals(before.directories(), after.directories());
    assertFalse(AlterPartitionReassignments.isReassigning(after));
  }

  @Test
  void stoppingMustNotLoseWhatOnlyTheNewOnesHave() {
    assertMoved(3, 4);
    alterIsr("a", 1, 2, 3);
    fence(1);
    fence(2);
    assertEquals(3, partition("a").leader());
    assertEquals(
        "Unable to revert partition assignment for a:0 because it would require an unclean leader"
            + " election.",
        Failure.message(move("a", true, null)));
    beat(1, epochs[1]);
    set(ConfigResource.topic("a"), "unclean.leader.election.enable", "true");
    assertEquals(null, move("a", true, null));
    assertEquals(1, partition("a").leader());
    assertEquals(List.of(1, 2), partition("a").replicas());
  }

  @Test
  void aNewTargetReplacesTheMoveThatIsUnderWay() {
    topic("b", 1, 2, 3);
    assertEquals(null, move("b", true, List.of(1, 2, 4)));
    assertEquals(ErrorCode.NONE, alterIsr("b", 1, 2, 3).error());
    assertEquals(null, move("b", true, List.of(1, 2, 3)));
    assertEquals(List.of(1, 2, 3), partition("b").replicas());
    assertFalse(AlterPartitionReassignments.isReassigning(partition("b")));
    assertMoved(3, 4);
    alterIsr("a", 1, 2, 3);
    assertMoved(2, 4);
    Partition moving = partition("a");
    assertEquals(List.of(2, 4, 1), moving.replicas());
    assertEquals(List.of(4), moving.addingReplicas());
    assertEquals(List.of(1), moving.removingReplicas());
    assertEquals(List.of(1, 2), moving.isr(), "3 is not wanted any more");
    assertEquals(ErrorCode.NEW_LEADER_ELECTED, alterIsr("a", 1, 2, 4).error());
    assertEquals(List.of(2, 4), partition("a").replicas());
    assertEquals(2, partition("a").leader());
  }

  @Test
  void aNewTargetKeepsTheOnlyReplicaThatIsInSync() {
    assertMoved(3, 4);
    alterIsr("a", 1, 2, 3);
    fence(1);
    fence(2);
    beat(1, epochs[1]);
    beat(2, epochs[2]);
    assertMoved(1, 4);
    assertEquals(3, partition("a").leader());
    assertEquals(List.of(3), partition("a").isr());
    assertEquals(ErrorCode.NONE, alterIsr("a", 3, 1).error());
    assertTrue(AlterPartitionReassignments.isReassigning(partition("a")));
    assertEquals(ErrorCode.NEW_LEADER_ELECTED, alterIsr("a", 3, 1, 4).error());
    assertEquals(List.of(1, 4), partition("a").replicas());
    assertEquals(1, partition("a").leader());
  }

  @Test
  void aMoveIsCompletedByWhoeverDies() {
    assertMoved(1, 3);
    fence(2);
    assertTrue(AlterPartitionReassignments.isReassigning(partition("a")));
    assertEquals(ErrorCode.NONE, alterIsr("a", 1, 3).error());
    assertEquals(List.of(1, 3), partition("a").replicas());
  }

  @Test
  void refusesTargetsThatCannotBe() {
    Partition before = partition("a");
    assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, error(move("z", true, List.of(1))));
    assertEquals(
        "The manual partition assignment includes an empty replica list.",
        Failure.message(move("a", true, List.of())));
    assertEquals(
        "The manual partition assignment includes broker 9, but no such broker is registered.",
        Failure.message(move("a", true, List.of(1, 9))));
    assertEquals(
        "The manual partition assignment includes the broker 3 more than once.",
        Failure.message(move("a", true, List.of(3, 3))));
    var twice = new AlterPartitionReassignments.Target("a", 0, List.of(2, 1));
    var outcomes = controller.call(new AlterPartitionReassignments(List.of(twice, twice), true));
    assertEquals(null, outcomes.get(0));
    assertEquals(ErrorCode.INVALID_REQUEST, error(outcomes.get(1)));
    assertEquals(before.leader(), partition("a").leader());
  }

  private List<ElectLeaders.Outcome> elect(boolean unclean, String... topics) {
    return controller.call(
        new ElectLeaders(
            unclean,
            topics.length == 0
                ? null
                : Arrays.stream(topics)
                    .map(topic -> new ElectLeaders.Target(topic, List.of(0)))
                    .toList()));
  }

  private ErrorCode only(List<ElectLeaders.Outcome> outcomes) {
    return error(outcomes.get(0).partitions().get(0).failure());
  }

  @Test
  void thePreferredReplicaLeadsAgainWhenItIsAskedFor() {
    assertEquals(ErrorCode.ELECTION_NOT_NEEDED, only(elect(false, "a")));
    fence(1);
    assertEquals(ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE, only(elect(false, "a")));
    beat(1, epochs[1]);
    assertEquals(ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE, only(elect(false, "a")));
    assertEquals(0, controller.call(new ElectWhereDue(ElectWhereDue.Kind.PREFERRED)));
    alterIsr("a", 1, 2);
    topic("fine", 3);
    var all = elect(false);
    assertEquals(2, all.size());
    assertEquals(1, all.get(0).partitions().size());
    assertEquals(0, all.get(1).partitions().size(), "those that are fine are not listed");
    assertEquals(1, partition("a").leader());
    assertEquals(2, partition("a").leaderEpoch());
    assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, only(elect(false, "z")));
  }

  @Test
  void thePreferredReplicaLeadsAgainByItself() {
    fence(1);
    beat(1, epochs[1]);
    alterIsr("a", 1, 2);
    assertEquals(1, controller.call(new ElectWhereDue(ElectWhereDue.Kind.PREFERRED)));
    assertEquals(1, partition("a").leader());
  }

  @Test
  void anUncleanElectionTakesWhoeverIsThere() {
    assertEquals(ErrorCode.ELECTION_NOT_NEEDED, only(elect(true, "a")));
    fence(2);
    fence(1);
    assertEquals(ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE, only(elect(true, "a")));
    beat(2, epochs[2]);
    assertEquals(ErrorCode.NONE, only(elect(true, "a")));
    assertEquals(2, partition("a").leader());
    assertEquals(List.of(2), partition("a").isr());
    assertEquals(1, partition("a").leaderRecoveryState());
  }
}
