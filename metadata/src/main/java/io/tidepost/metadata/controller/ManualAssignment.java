package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Partition;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Checks the brokers that a client chose for a partition, and makes the partition.
final class ManualAssignment {

  private final SortedMap<Integer, Broker> brokers;

  ManualAssignment(SortedMap<Integer, Broker> brokers) {
    this.brokers = brokers;
  }

  /// Whether the list names registered brokers, each once.
  ///
  /// @return why not, or `null`
  @Nullable Failure checkBrokers(List<Integer> brokerIds) {
    if (brokerIds.isEmpty()) {
      return invalid("The manual partition assignment includes an empty replica list.");
    }
    List<Integer> sorted = new ArrayList<>(brokerIds);
    sorted.sort(Integer::compare);
    Integer previous = null;
    for (Integer id : sorted) {
      if (!brokers.containsKey(id)) {
        return invalid(
            "The manual partition assignment includes broker "
                + id
                + ", but no such broker is registered.");
      }
      if (id.equals(previous)) {
        return invalid(
            "The manual partition assignment includes the broker " + id + " more than once.");
      }
      previous = id;
    }
    return null;
  }

  /// @param replicationFactor what earlier partitions have; -1 for the first
  /// @param partition number, for the message
  /// @return why not, or `null`
  @Nullable Failure check(List<Integer> brokerIds, int replicationFactor, int partition) {
    Failure failure = checkBrokers(brokerIds);
    if (failure != null) {
      return failure;
    }
    if (replicationFactor >= 0 && brokerIds.size() != replicationFactor) {
      return invalid(
          "The manual partition assignment includes a partition with "
              + brokerIds.size()
              + " replica(s), but this is not consistent with previous partitions, which have "
              + replicationFactor
              + " replica(s).");
    }
    return active(brokerIds).isEmpty()
        ? invalid(
            "All brokers specified in the manual partition assignment for partition "
                + partition
                + " are fenced or in controlled shutdown.")
        : null;
  }

  /// The partition on brokers that [#check] found right.
  Partition partition(List<Integer> brokerIds) {
    List<Uuid> directories = new ArrayList<>(brokerIds.size());
    for (int id : brokerIds) {
      Broker broker = brokers.get(id);
      directories.add(broker == null ? Uuid.ZERO : Directories.ofNewReplica(broker));
    }
    return ReplicaPlacer.fresh(brokerIds, directories, active(brokerIds));
  }

  private List<Integer> active(List<Integer> brokerIds) {
    List<Integer> active = new ArrayList<>(brokerIds.size());
    for (int id : brokerIds) {
      Broker broker = brokers.get(id);
      if (broker != null && broker.isActive()) {
        active.add(id);
      }
    }
    return active;
  }

  private static Failure invalid(String message) {
    return new Failure(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
  }
}
