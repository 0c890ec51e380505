package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// A group as it will be once the records of one decision are committed, and those records. The
/// group itself stays as it is; it is copied only when something changes.
final class Draft {

  private final List<CoordinatorRecord> records = new ArrayList<>();
  private final ConsumerGroup base;
  private @Nullable ConsumerGroup changed;

  Draft(ConsumerGroup base) {
    this.base = base;
  }

  /// The group with everything that was drafted so far.
  ConsumerGroup group() {
    return changed == null ? base : changed;
  }

  /// What has to be persisted.
  List<CoordinatorRecord> records() {
    return records;
  }

  /// Adds a record that is not about this group.
  void add(CoordinatorRecord record) {
    records.add(record);
  }

  private ConsumerGroup change(CoordinatorRecord record) {
    records.add(record);
    ConsumerGroup copy = changed;
    if (copy == null) {
      copy = base.copy();
      changed = copy;
    }
    return copy;
  }

  private String groupId() {
    return base.groupId();
  }

  void subscribe(String memberId, Subscription subscription) {
    change(ConsumerRecords.member(groupId(), memberId, subscription))
        .subscribe(memberId, subscription);
  }

  void own(String memberId, Ownership ownership) {
    change(ConsumerRecords.ownership(groupId(), memberId, ownership)).own(memberId, ownership);
  }

  void target(String memberId, SortedMap<Uuid, SortedSet<Integer>> partitions) {
    change(ConsumerRecords.target(groupId(), memberId, partitions)).target(memberId, partitions);
  }

  void epoch(int epoch, long metadataHash) {
    change(ConsumerRecords.epoch(groupId(), epoch, metadataHash)).epoch(epoch, metadataHash);
    if (base.hasPartitionMetadata()) {
      change(ConsumerRecords.partitionMetadataTombstone(groupId())).hasPartitionMetadata(false);
    }
  }

  void targetEpoch(int epoch, long timestampMillis) {
    change(ConsumerRecords.targetEpoch(groupId(), epoch, timestampMillis))
        .targetEpoch(epoch, timestampMillis);
  }

  void regex(String regex, ResolvedRegex resolved) {
    change(ConsumerRecords.regex(groupId(), regex, resolved)).resolve(regex, resolved);
  }

  /// Forgets patterns that nobody is subscribed to any more.
  void forgetUnusedRegexes() {
    SortedSet<String> used = group().subscribedRegexes();
    for (String regex : List.copyOf(group().regexes().keySet())) {
      if (!used.contains(regex)) {
        change(ConsumerRecords.regexTombstone(groupId(), regex)).resolve(regex, null);
      }
    }
  }

  /// Takes a member out with everything it has. The order is the one that readers expect.
  void remove(String memberId) {
    change(ConsumerRecords.ownershipTombstone(groupId(), memberId)).own(memberId, null);
    change(ConsumerRecords.targetTombstone(groupId(), memberId)).target(memberId, null);
    change(ConsumerRecords.memberTombstone(groupId(), memberId)).subscribe(memberId, null);
  }

  /// Puts a new member id in the place of a static member's.
  void replace(ConsumerMember old, String newMemberId) {
    SortedMap<Uuid, SortedSet<Integer>> target = group().target(old.memberId());
    remove(old.memberId());
    subscribe(newMemberId, old.subscription());
    target(newMemberId, target);
    own(newMemberId, old.ownership().takenOver());
  }
}
