package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupRecords;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.JoinGroupResponse;
import io.tidepost.wire.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Moves one group through a rebalance: prepare (ask everybody to join again), complete the join
/// phase (new generation, leader gets the members), hand out the assignment. Made for one decision.
final class Rebalance {

  private static final byte[] NOTHING = new byte[0];

  private final GroupCoordinatorShard shard;
  private final ClassicGroup group;
  private final Turn<GroupCoordinatorShard> turn;

  Rebalance(GroupCoordinatorShard shard, ClassicGroup group, Turn<GroupCoordinatorShard> turn) {
    this.shard = shard;
    this.group = group;
    this.turn = turn;
  }

  /// Something about the members changed: start a rebalance, or let the one that is being prepared
  /// go on.
  void prepareOrComplete(String reason) {
    if (group.is(GroupState.PREPARING_REBALANCE)) {
      completeIfEverybodyJoined();
    } else {
      prepare(reason);
    }
  }

  void prepare(String reason) {
    if (group.is(GroupState.COMPLETING_REBALANCE)) {
      group.members().forEach(member -> member.assignment = NOTHING);
      propagateAssignment(ErrorCode.REBALANCE_IN_PROGRESS);
    }
    group.pendingSync.clear();
    turn.cancelTimer(GroupTimers.sync(group));
    boolean initial = group.is(GroupState.EMPTY);
    shard.history().note(group.groupId, turn.wallMillis(), group.generation + 1, reason);
    turn.log(
        "Preparing to rebalance group "
            + group.groupId
            + " in state "
            + group.state()
            + ", generation "
            + group.generation
            + ": "
            + reason);
    group.moveTo(GroupState.PREPARING_REBALANCE, turn.wallMillis());
    if (initial) {
      scheduleInitialDelay();
    } else if (group.everybodyJoined()) {
      completeJoin();
    } else {
      scheduleJoinPhaseEnd();
    }
  }

  /// Gives more members time to join a group that was empty, so that a group that starts as a whole
  /// does not rebalance once per member.
  private void scheduleInitialDelay() {
    group.newMemberAdded = false;
    int delay = shard.options().initialRebalanceDelayMillis();
    int remaining = Math.max(group.rebalanceTimeoutMillis() - delay, 0);
    turn.setTimer(
        GroupTimers.join(group), delay, new InitialDelayOver(group.groupId, delay, remaining));
  }

  private void scheduleJoinPhaseEnd() {
    turn.setTimer(
        GroupTimers.join(group), group.rebalanceTimeoutMillis(), new JoinPhaseOver(group.groupId));
  }

  /// Completes the join phase unless somebody is still missing. The first rebalance of a group
  /// always takes its full delay.
  void completeIfEverybodyJoined() {
    if (group.is(GroupState.PREPARING_REBALANCE)
        && !group.isInitialRebalance()
        && group.everybodyJoined()) {
      completeJoin();
    }
  }

  /// Ends the join phase with whoever joined. Static members that did not join stay: that is what
  /// they are for.
  void completeJoin() {
    turn.cancelTimer(GroupTimers.join(group));
    removeDynamicMembersThatDidNotJoin();
    if (group.size() > 0 && !group.electJoinedLeader()) {
      turn.log("Group " + group.groupId + " cannot complete its rebalance: no member has joined");
      scheduleJoinPhaseEnd();
      return;
    }
    group.startGeneration(turn.wallMillis());
    if (group.is(GroupState.EMPTY)) {
      persistEmpty();
    } else {
      answerJoins();
    }
  }

  private void removeDynamicMembersThatDidNotJoin() {
    List<ClassicMember> missing = new ArrayList<>();
    for (ClassicMember member : group.members()) {
      if (member.awaitingJoin == null && !member.isStatic()) {
        missing.add(member);
      }
    }
    for (ClassicMember member : missing) {
      remove(member, ErrorCode.UNKNOWN_MEMBER_ID);
    }
    if (!missing.isEmpty()) {
      turn.log("Group " + group.groupId + " lost members that did not join again: " + missing);
    }
  }

  private void persistEmpty() {
    turn.log("Group " + group.groupId + " with generation " + group.generation + " is empty");
    // When this is not written, the generation before comes back after a crash and its members
    // time out: no harm.
    turn.persist(
        List.of(GroupRecords.group(group.groupId, group.store(member -> NOTHING))),
        Outcome.ignored());
  }

  private void answerJoins() {
    turn.log(
        "Group "
            + group.groupId
            + " has generation "
            + group.generation
            + " with "
            + group.size()
            + " members");
    for (ClassicMember member : group.members()) {
      boolean leads = group.isLeader(member.memberId);
      answerJoin(member, Answers.joined(group, member.memberId, leads));
      GroupTimers.watch(turn, group, member);
      member.isNew = false;
      group.pendingSync.add(member.memberId);
    }
    turn.setTimer(
        GroupTimers.sync(group),
        group.rebalanceTimeoutMillis(),
        new SyncPhaseOver(group.groupId, group.generation));
  }

  /// Answers the JoinGroup that the member has parked, if any.
  void answerJoin(ClassicMember member, JoinGroupResponse answer) {
    Reply<JoinGroupResponse> parked = group.park(member, null);
    if (parked != null) {
      turn.reply(parked, answer);
    }
  }

  /// Parks a JoinGroup. One that the member had parked before (its client gave up on it, or its
  /// connection broke) is answered, so that nothing stays unanswered.
  void parkJoin(ClassicMember member, Reply<JoinGroupResponse> reply) {
    Reply<JoinGroupResponse> before = group.park(member, reply);
    if (before != null) {
      turn.reply(before, Answers.joinError(member.memberId, ErrorCode.REBALANCE_IN_PROGRESS));
    }
  }

  void parkSync(ClassicMember member, Reply<SyncGroupResponse> reply) {
    Reply<SyncGroupResponse> before = member.awaitingSync;
    member.awaitingSync = reply;
    if (before != null) {
      turn.reply(before, Answers.syncError(ErrorCode.REBALANCE_IN_PROGRESS));
    }
  }

  /// Answers the SyncGroup that the member has parked, if any.
  void answerSync(ClassicMember member, SyncGroupResponse answer) {
    Reply<SyncGroupResponse> parked = takeSync(member);
    if (parked != null) {
      turn.reply(parked, answer);
    }
  }

  private @Nullable Reply<SyncGroupResponse> takeSync(ClassicMember member) {
    Reply<SyncGroupResponse> parked = member.awaitingSync;
    member.awaitingSync = null;
    return parked;
  }

  /// Answers everybody that waits for the assignment. Sessions start anew, since those who wait are
  /// not watched.
  void propagateAssignment(ErrorCode error) {
    for (ClassicMember member : group.members()) {
      Reply<SyncGroupResponse> parked = takeSync(member);
      if (parked != null) {
        boolean well = error == ErrorCode.NONE;
        turn.reply(parked, well ? Answers.synced(group, member) : Answers.syncError(error));
        GroupTimers.watch(turn, group, member);
      }
    }
  }

  /// Takes a member out and answers what it has parked.
  void remove(ClassicMember member, ErrorCode error) {
    answerJoin(member, Answers.joinError("", error));
    Reply<SyncGroupResponse> parked = takeSync(member);
    if (parked != null) {
      turn.reply(parked, Answers.syncError(error));
    }
    GroupTimers.unwatch(turn, group, member.memberId);
    group.remove(member.memberId);
  }

  /// Puts a new member id in the place of a static member's old one, whose holder is fenced.
  ClassicMember replaceStatic(ClassicMember old, String newMemberId) {
    answerJoin(old, Answers.joinError(old.memberId, ErrorCode.FENCED_INSTANCE_ID));
    Reply<SyncGroupResponse> parked = takeSync(old);
    if (parked != null) {
      turn.reply(parked, Answers.syncError(ErrorCode.FENCED_INSTANCE_ID));
    }
    ClassicMember replacement = old.renamed(newMemberId);
    group.replace(old, replacement);
    GroupTimers.unwatch(turn, group, old.memberId);
    return replacement;
  }

  /// After a member is gone.
  void afterRemoval(String reason) {
    switch (group.state()) {
      case STABLE, COMPLETING_REBALANCE -> prepare(reason);
      case PREPARING_REBALANCE -> {
        if (group.everybodyJoined()) {
          completeJoin();
        }
      }
      case EMPTY -> {}
    }
  }
}
