package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Moves partitions to other brokers, or stops moving them (KIP-455, KIP-860); each one succeeds or
/// fails for itself.
///
/// A move adds the new replicas beside the old ones, waits until they are in sync, and then takes
/// the old ones away; see [PartitionChange] for the last step, which comes with the change of the
/// in-sync replicas that allows it. A move that has nothing to wait for is complete at once. A new
/// target replaces the move that is under way.
///
/// @param targets what is asked for
/// @param mayChangeReplicationFactor whether a partition may have more or fewer replicas afterwards
public record AlterPartitionReassignments(
    List<AlterPartitionReassignments.Target> targets, boolean mayChangeReplicationFactor)
    implements Command<List<@Nullable Failure>> {

  /// Where a partition shall be.
  ///
  /// @param replicas brokers in order of preference; `null` to stop the move that is under way
  public record Target(String topic, int partition, @Nullable List<Integer> replicas) {}

  @Override
  public Decision<List<@Nullable Failure>> decide(ControllerContext context) {
    List<MetadataRecord> records = new ArrayList<>();
    var changes = new PartitionChanges(context, records);
    List<@Nullable Failure> outcomes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Target target : targets) {
      outcomes.add(
          seen.add(target.topic() + "-" + target.partition())
              ? alter(context, changes, target)
              : new Failure(
                  ErrorCode.INVALID_REQUEST,
                  "The partition "
                      + target.topic()
                      + ":"
                      + target.partition()
                      + " is named twice."));
    }
    return Decision.inParts(records, outcomes);
  }

  private @Nullable Failure alter(
      ControllerContext context, PartitionChanges changes, Target target) {
    Topic topic = context.image().topics().byName(target.topic());
    if (topic == null) {
      return unknown("Unable to find a topic named " + target.topic() + ".");
    }
    Partition partition = topic.partition(target.partition());
    if (partition == null) {
      return unknown("Unable to find partition " + target.topic() + ":" + target.partition() + ".");
    }
    List<Integer> replicas = target.replicas();
    return replicas == null
        ? cancel(changes, topic, target.partition(), partition)
        : move(context, changes, topic, target.partition(), partition, replicas);
  }

  private static Failure unknown(String message) {
    return new Failure(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, message);
  }

  private @Nullable Failure move(
      ControllerContext context,
      PartitionChanges changes,
      Topic topic,
      int number,
      Partition partition,
      List<Integer> replicas) {
    Failure failure = new ManualAssignment(context.image().brokers()).checkBrokers(replicas);
    if (failure != null) {
      return failure;
    }
    List<Integer> before = before(partition);
    if (!mayChangeReplicationFactor && replicas.size() != before.size()) {
      return new Failure(
          ErrorCode.INVALID_REPLICATION_FACTOR,
          "The replication factor is changed from " + before.size() + " to " + replicas.size());
    }
    // What an earlier move was adding and this one does not want goes at once, unless nothing else
    // is in sync.
    List<Integer> unwanted = PartitionChange.minus(partition.addingReplicas(), replicas);
    List<Integer> isr = PartitionChange.minus(partition.isr(), unwanted);
    Set<Integer> removing = new TreeSet<>(PartitionChange.minus(before, replicas));
    if (isr.isEmpty()) {
      isr = partition.isr();
      unwanted.stream()
          .filter(id -> partition.isr().contains(id) || partition.elr().contains(id))
          .forEach(removing::add);
    }
    List<Integer> adding = PartitionChange.minus(replicas, before).stream().sorted().toList();
    List<Integer> all = new ArrayList<>(replicas);
    all.addAll(removing);
    changes.add(
        topic,
        number,
        changes
            .ofClean(topic, partition)
            .isr(isr)
            .assignment(List.copyOf(all), adding, List.copyOf(removing)));
    return null;
  }

  private static @Nullable Failure cancel(
      PartitionChanges changes, Topic topic, int number, Partition partition) {
    if (!isReassigning(partition)) {
      return Failure.of(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS);
    }
    List<Integer> replicas = before(partition);
    List<Integer> isr = PartitionChange.minus(partition.isr(), partition.addingReplicas());
    PartitionChange change = changes.of(topic, partition);
    if (isr.isEmpty()
        && PartitionChange.minus(partition.elr(), partition.addingReplicas()).isEmpty()) {
      if (!changes.options().isUncleanElection(topic)) {
        return new Failure(
            ErrorCode.INVALID_REPLICA_ASSIGNMENT,
            "Unable to revert partition assignment for "
                + topic.name()
                + ":"
                + number
                + " because it would require an unclean leader election.");
      }
      isr = List.of(replicas.get(0));
      change.recoveryState(PartitionChange.RECOVERING);
    }
    changes.add(topic, number, change.isr(isr).assignment(replicas, List.of(), List.of()));
    return null;
  }

  /// Whether the partition is being moved.
  public static boolean isReassigning(Partition partition) {
    return !partition.addingReplicas().isEmpty() || !partition.removingReplicas().isEmpty();
  }

  /// The replicas as they were before the move that is under way.
  private static List<Integer> before(Partition partition) {
    return PartitionChange.minus(partition.replicas(), partition.addingReplicas());
  }
}
