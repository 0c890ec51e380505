package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One step of a member towards its target: first it gives up what it is not to have any more, then
/// it moves to the target's epoch and gets what is free; what others still have it gets later.
///
/// A partition is handed out only when nobody owns it, so it never has two owners.
final class Reconciliation {

  private final ConsumerGroup group;
  private final ConsumerMember member;
  private final Ownership now;
  private final Set<Uuid> subscribed;
  private final @Nullable SortedMap<Uuid, SortedSet<Integer>> owned;

  /// @param group with the target
  /// @param subscribed ids of the topics that the member is subscribed to
  /// @param owned what the member says it has, `null` when it does not say
  Reconciliation(
      ConsumerGroup group,
      ConsumerMember member,
      Set<Uuid> subscribed,
      @Nullable SortedMap<Uuid, SortedSet<Integer>> owned) {
    this.group = group;
    this.member = member;
    this.now = member.ownership();
    this.subscribed = subscribed;
    this.owned = owned;
  }

  /// @param subscriptionChanged whether it may have partitions of topics it is not subscribed to
  /// @return the same object when nothing changes
  Ownership step(boolean subscriptionChanged) {
    int target = group.assignmentEpoch();
    return switch (now.state()) {
      case STABLE -> {
        if (now.memberEpoch() != target) {
          yield towards(target, now.memberEpoch());
        }
        yield subscriptionChanged ? withoutUnsubscribed() : now;
      }
      case UNREVOKED -> {
        if (stillHas(now.pendingRevocation())) {
          yield subscriptionChanged ? withoutUnsubscribed() : now;
        }
        yield towards(target, now.memberEpoch());
      }
      case UNRELEASED -> towards(target, now.memberEpoch());
      // Written by a version that knows more states: start from what it has.
      case UNKNOWN -> towards(target, target);
    };
  }

  /// A member that does not say what it has is taken to have everything.
  private boolean stillHas(SortedMap<Uuid, SortedMap<Integer, Integer>> partitions) {
    return owned == null || Partitions.overlap(owned, partitions);
  }

  private Ownership towards(int targetEpoch, int revokingEpoch) {
    SortedMap<Uuid, SortedMap<Integer, Integer>> kept = new TreeMap<>();
    SortedMap<Uuid, SortedMap<Integer, Integer>> revoked = new TreeMap<>();
    SortedMap<Uuid, SortedSet<Integer>> target = group.target(member.memberId());
    for (Map.Entry<Uuid, SortedMap<Integer, Integer>> topic : now.assigned().entrySet()) {
      SortedSet<Integer> wanted = wanted(target, topic.getKey());
      topic
          .getValue()
          .forEach((partition, epoch) ->
              (wanted.contains(partition) ? kept : revoked)
                  .computeIfAbsent(topic.getKey(), t -> new TreeMap<>())
                  .put(partition, epoch));
    }
    if (!revoked.isEmpty() && stillHas(revoked)) {
      return now.moveTo(revokingEpoch, MemberState.UNREVOKED, kept, revoked);
    }
    boolean waits = addFree(target, targetEpoch, kept);
    MemberState next = waits ? MemberState.UNRELEASED : MemberState.STABLE;
    if (now.memberEpoch() == targetEpoch
        && now.state() == next
        && now.assigned().equals(kept)
        && now.pendingRevocation().isEmpty()) {
      return now;
    }
    return now.moveTo(targetEpoch, next, kept, Partitions.EPOCHS_NONE);
  }

  private SortedSet<Integer> wanted(SortedMap<Uuid, SortedSet<Integer>> target, Uuid topic) {
    SortedSet<Integer> wanted = target.getOrDefault(topic, Partitions.PARTITION_NONE);
    return subscribed.contains(topic) ? wanted : Partitions.PARTITION_NONE;
  }

  /// @return whether others still have something that is to be the member's
  private boolean addFree(
      SortedMap<Uuid, SortedSet<Integer>> target,
      int targetEpoch,
      SortedMap<Uuid, SortedMap<Integer, Integer>> kept) {
    boolean waits = false;
    for (Uuid topic : target.keySet()) {
      for (int partition : wanted(target, topic)) {
        if (kept.getOrDefault(topic, Partitions.EPOCH_NONE).containsKey(partition)) {
          continue;
        }
        String owner = group.ownerOf(topic, partition);
        if (owner == null || owner.equals(member.memberId())) {
          kept.computeIfAbsent(topic, t -> new TreeMap<>()).put(partition, targetEpoch);
        } else {
          waits = true;
        }
      }
    }
    return waits;
  }

  /// The target is not worked out anew yet, but a member must not have what it did not ask for.
  private Ownership withoutUnsubscribed() {
    SortedMap<Uuid, SortedMap<Integer, Integer>> kept = new TreeMap<>(now.assigned());
    kept.keySet().retainAll(subscribed);
    if (kept.size() == now.assigned().size()) {
      return now;
    }
    SortedMap<Uuid, SortedMap<Integer, Integer>> revoked = new TreeMap<>(now.pendingRevocation());
    now.assigned()
        .forEach((topic, partitions) -> {
          if (!subscribed.contains(topic)) {
            SortedMap<Integer, Integer> all =
                new TreeMap<>(revoked.getOrDefault(topic, Collections.emptySortedMap()));
            all.putAll(partitions);
            revoked.put(topic, all);
          }
        });
    return stillHas(revoked)
        ? now.moveTo(now.memberEpoch(), MemberState.UNREVOKED, kept, revoked)
        : now.moveTo(now.memberEpoch(), now.state(), kept, now.pendingRevocation());
  }
}
