package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.controller.PartitionChange.Election;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Elects leaders because somebody asked for it (KIP-460); each partition succeeds or fails for
/// itself.
///
/// @param isUnclean elects any live replica where nobody leads; else the first replica wherever
///   another one leads
/// @param targets `null` for all partitions
public record ElectLeaders(boolean isUnclean, @Nullable List<ElectLeaders.Target> targets)
    implements Command<List<ElectLeaders.Outcome>> {

  /// Partitions of a topic.
  public record Target(String topic, List<Integer> partitions) {}

  /// @param topic name
  /// @param partitions what became of each; when all were asked for, without those that have the
  ///   leader they should have
  public record Outcome(String topic, List<PartitionOutcome> partitions) {}

  /// @param failure why no leader was elected, or `null`
  public record PartitionOutcome(int partition, @Nullable Failure failure) {}

  @Override
  public Decision<List<Outcome>> decide(ControllerContext context) {
    List<MetadataRecord> records = new ArrayList<>();
    var changes = new PartitionChanges(context, records);
    List<Outcome> outcomes = new ArrayList<>();
    if (targets == null) {
      for (Topic topic : context.image().topics().sorted()) {
        List<PartitionOutcome> partitions = new ArrayList<>();
        for (int number = 0; number < topic.partitions().size(); number++) {
          Failure failure = elect(changes, topic, number);
          if (failure == null || failure.error() != ErrorCode.ELECTION_NOT_NEEDED) {
            partitions.add(new PartitionOutcome(number, failure));
          }
        }
        outcomes.add(new Outcome(topic.name(), partitions));
      }
      return Decision.inParts(records, outcomes);
    }
    Set<String> seen = new HashSet<>();
    for (Target target : targets) {
      Topic topic = context.image().topics().byName(target.topic());
      List<PartitionOutcome> partitions = new ArrayList<>();
      for (int number : target.partitions()) {
        Failure failure;
        if (topic == null) {
          failure = unknown("No such topic as " + target.topic());
        } else if (topic.partition(number) == null) {
          failure = unknown("No such partition as " + target.topic() + "-" + number);
        } else if (!seen.add(target.topic() + "-" + number)) {
          failure = Failure.of(ErrorCode.ELECTION_NOT_NEEDED);
        } else {
          failure = elect(changes, topic, number);
        }
        partitions.add(new PartitionOutcome(number, failure));
      }
      outcomes.add(new Outcome(target.topic(), partitions));
    }
    return Decision.inParts(records, outcomes);
  }

  private static Failure unknown(String message) {
    return new Failure(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, message);
  }

  private @Nullable Failure elect(PartitionChanges changes, Topic topic, int number) {
    Partition partition = topic.partitions().get(number);
    boolean isFine =
        isUnclean
            ? partition.leader() != Partition.NO_LEADER
            : partition.leader() == partition.replicas().get(0);
    if (isFine) {
      return Failure.of(ErrorCode.ELECTION_NOT_NEEDED);
    }
    PartitionChange change =
        changes.of(topic, partition).election(isUnclean ? Election.UNCLEAN : Election.PREFERRED);
    if (changes.add(topic, number, change) != null) {
      return null;
    }
    return Failure.of(
        isUnclean
            ? ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE
            : ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE);
  }
}
