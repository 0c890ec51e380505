package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.consumer.MemberState;
import io.tidepost.coordinator.group.streams.StreamsMember.Ownership;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One step of a member towards its target tasks: first it gives up what it is not to have any
/// more, then it moves to the target's epoch and gets what is free. An active task is free when no
/// member has it; any task only when no member of the same process has a copy, since they share the
/// state on disk.
final class StreamsReconciliation {

  private final StreamsGroup group;
  private final StreamsMember member;
  private final Ownership now;
  private final @Nullable Tasks owned;
  private boolean waits;

  /// @param owned what the member says it has, `null` when it does not say
  StreamsReconciliation(StreamsGroup group, StreamsMember member, @Nullable Tasks owned) {
    this.group = group;
    this.member = member;
    this.now = member.ownership();
    this.owned = owned;
  }

  /// @return the same object when nothing changes
  Ownership step() {
    int target = group.assignmentEpoch();
    return switch (now.state()) {
      case STABLE -> now.memberEpoch() == target ? now : towards(target, now.memberEpoch());
      case UNREVOKED ->
          stillHas(now.pendingRevocation()) ? now : towards(target, now.memberEpoch());
      case UNRELEASED -> towards(target, now.memberEpoch());
      case UNKNOWN -> towards(target, target);
    };
  }

  private boolean stillHas(Tasks tasks) {
    return owned == null || owned.overlaps(tasks);
  }

  private Ownership towards(int targetEpoch, int revokingEpoch) {
    Tasks target = group.target(member.memberId());
    Tasks kept = Tasks.empty();
    Tasks revoked = Tasks.empty();
    split(now.assigned().active(), target.active(), kept.active(), revoked.active());
    split(now.assigned().standby(), target.standby(), kept.standby(), revoked.standby());
    split(now.assigned().warmup(), target.warmup(), kept.warmup(), revoked.warmup());
    if (!revoked.isEmpty() && stillHas(revoked)) {
      return new Ownership(revokingEpoch, now.memberEpoch(), MemberState.UNREVOKED, kept, revoked);
    }
    addFree(target.active(), kept.active(), targetEpoch, this::activeIsFree);
    addFree(target.standby(), kept.standby(), 0, this::copyIsFree);
    addFree(target.warmup(), kept.warmup(), 0, this::copyIsFree);
    MemberState next = waits ? MemberState.UNRELEASED : MemberState.STABLE;
    if (now.memberEpoch() == targetEpoch
        && now.state() == next
        && now.assigned().equals(kept)
        && now.pendingRevocation().isEmpty()) {
      return now;
    }
    return new Ownership(targetEpoch, now.memberEpoch(), next, kept, Tasks.NONE);
  }

  private static void split(TaskMap current, TaskMap target, TaskMap kept, TaskMap revoked) {
    current
        .tasks()
        .forEach((id, of) ->
            of.forEach((partition, epoch) ->
                (target.has(id, partition) ? kept : revoked).add(id, partition, epoch)));
  }

  private void addFree(TaskMap target, TaskMap kept, int epoch, Predicate<TaskId> isFree) {
    target
        .tasks()
        .forEach((id, of) -> {
          for (int partition : of.keySet()) {
            if (!kept.has(id, partition)) {
              if (isFree.test(new TaskId(id, partition))) {
                kept.add(id, partition, epoch);
              } else {
                waits = true;
              }
            }
          }
        });
  }

  private boolean activeIsFree(TaskId task) {
    return !group.isActiveSomewhere(task) && copyIsFree(task);
  }

  private boolean copyIsFree(TaskId task) {
    return !group.isInProcess(member.identity().processId(), task);
  }
}
