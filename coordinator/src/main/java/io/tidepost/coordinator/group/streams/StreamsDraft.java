package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.streams.StreamsMember.Identity;
import io.tidepost.coordinator.group.streams.StreamsMember.Ownership;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A streams group as it will be once the records of one decision are committed, and those records.
final class StreamsDraft {

  private final List<CoordinatorRecord> records = new ArrayList<>();
  private final StreamsGroup base;
  private @Nullable StreamsGroup changed;

  StreamsDraft(StreamsGroup base) {
    this.base = base;
  }

  StreamsGroup group() {
    return changed == null ? base : changed;
  }

  List<CoordinatorRecord> records() {
    return records;
  }

  /// Adds a record that is not about this group.
  void add(CoordinatorRecord record) {
    records.add(record);
  }

  private StreamsGroup change(CoordinatorRecord record) {
    records.add(record);
    StreamsGroup copy = changed;
    if (copy == null) {
      copy = base.copy();
      changed = copy;
    }
    return copy;
  }

  private String id() {
    return base.groupId();
  }

  void topology(StreamsGroupTopologyValue topology) {
    change(StreamsRecords.topology(id(), topology)).topology(topology);
  }

  void identify(String memberId, Identity identity) {
    change(StreamsRecords.member(id(), memberId, identity)).identify(memberId, identity);
  }

  void own(String memberId, Ownership ownership) {
    change(StreamsRecords.ownership(id(), memberId, ownership)).own(memberId, ownership);
  }

  void target(String memberId, Tasks tasks) {
    change(StreamsRecords.target(id(), memberId, tasks)).target(memberId, tasks);
  }

  void epoch(int epoch, long hash, int topologyEpoch, SortedMap<String, String> configs) {
    change(StreamsRecords.epoch(id(), epoch, hash, topologyEpoch, configs))
        .epoch(epoch, hash, topologyEpoch, configs);
  }

  void targetEpoch(int epoch, long timestampMillis) {
    change(StreamsRecords.targetEpoch(id(), epoch, timestampMillis))
        .targetEpoch(epoch, timestampMillis);
  }

  void remove(String memberId) {
    change(StreamsRecords.ownershipTombstone(id(), memberId)).own(memberId, null);
    change(StreamsRecords.targetTombstone(id(), memberId)).target(memberId, null);
    change(StreamsRecords.memberTombstone(id(), memberId)).identify(memberId, null);
  }
}
