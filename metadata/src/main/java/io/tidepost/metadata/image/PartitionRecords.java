package io.tidepost.metadata.image;

import io.tidepost.base.Uuid;
import io.tidepost.wire.record.PartitionChangeRecord;
import io.tidepost.wire.record.PartitionRecord;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Translates between partitions and their records.
public final class PartitionRecords {

  /// `leader` of a change that does not name one.
  private static final int LEADER_UNCHANGED = -2;

  private PartitionRecords() {}

  /// The partition that a record describes in full.
  static Partition partition(PartitionRecord record) {
    return new Partition(
        List.copyOf(record.replicas),
        directories(record.directories, record.replicas.size()),
        List.copyOf(record.isr),
        orEmpty(record.eligibleLeaderReplicas),
        orEmpty(record.lastKnownElr),
        List.copyOf(record.addingReplicas),
        List.copyOf(record.removingReplicas),
        record.leader,
        record.leaderRecoveryState,
        record.leaderEpoch,
        record.partitionEpoch);
  }

  /// The partition after a change. A change that names a leader, even the same one, raises the
  /// leader epoch; every change raises the partition epoch.
  public static Partition changed(Partition old, PartitionChangeRecord record) {
    List<Integer> replicas = orOld(record.replicas, old.replicas());
    boolean leaderNamed = record.leader != LEADER_UNCHANGED;
    return new Partition(
        replicas,
        record.directories == null && replicas.size() == old.directories().size()
            ? old.directories()
            : directories(record.directories, replicas.size()),
        orOld(record.isr, old.isr()),
        orOld(record.eligibleLeaderReplicas, old.elr()),
        orOld(record.lastKnownElr, old.lastKnownElr()),
        orOld(record.addingReplicas, old.addingReplicas()),
        orOld(record.removingReplicas, old.removingReplicas()),
        leaderNamed ? record.leader : old.leader(),
        record.leaderRecoveryState == -1 ? old.leaderRecoveryState() : record.leaderRecoveryState,
        leaderNamed ? old.leaderEpoch() + 1 : old.leaderEpoch(),
        old.partitionEpoch() + 1);
  }

  /// Clears both lists; a change like any other.
  static Partition withoutElr(Partition old) {
    if (old.elr().isEmpty() && old.lastKnownElr().isEmpty()) {
      return old;
    }
    var change = new PartitionChangeRecord();
    change.eligibleLeaderReplicas = List.of();
    change.lastKnownElr = List.of();
    return changed(old, change);
  }

  /// The record that describes a partition in full.
  ///
  /// @param version version of `PartitionRecord`; fields it lacks are left out
  public static PartitionRecord record(
      Uuid topicId, int number, Partition partition, short version) {
    var record = new PartitionRecord();
    record.topicId = topicId;
    record.partitionId = number;
    record.replicas = partition.replicas();
    record.isr = partition.isr();
    record.addingReplicas = partition.addingReplicas();
    record.removingReplicas = partition.removingReplicas();
    record.leader = partition.leader();
    record.leaderRecoveryState = partition.leaderRecoveryState();
    record.leaderEpoch = partition.leaderEpoch();
    record.partitionEpoch = partition.partitionEpoch();
    if (version >= 1) {
      record.directories = partition.directories();
    }
    if (version >= 2) {
      record.eligibleLeaderReplicas = orNull(partition.elr());
      record.lastKnownElr = orNull(partition.lastKnownElr());
    }
    return record;
  }

  private static List<Uuid> directories(@Nullable List<Uuid> named, int count) {
    return named != null && named.size() == count
        ? List.copyOf(named)
        : Collections.nCopies(count, Uuid.ZERO);
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  private static <T> List<T> orOld(@Nullable List<T> list, List<T> old) {
    return list == null ? old : List.copyOf(list);
  }

  private static <T> @Nullable List<T> orNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
