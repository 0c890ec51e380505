package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.PartitionRecords;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds partitions to topics; each topic succeeds or fails for itself.
///
/// @param topics no name twice
/// @param validateOnly decide everything, change nothing
/// @param quota how many partitions may be created
public record CreatePartitions(List<Growth> topics, boolean validateOnly, MutationQuota quota)
    implements Command<Map<String, @Nullable Failure>> {

  /// Without a limit.
  public CreatePartitions(List<Growth> topics, boolean validateOnly) {
    this(topics, validateOnly, MutationQuota.NONE);
  }

  /// How a topic is to grow.
  ///
  /// @param topic its name
  /// @param count how many partitions it shall have in all
  /// @param assignments brokers of each added partition, or `null` to let the controller place them
  public record Growth(String topic, int count, @Nullable List<List<Integer>> assignments) {}

  @Override
  public Decision<Map<String, @Nullable Failure>> decide(ControllerContext context) {
    Map<String, @Nullable Failure> outcomes = new LinkedHashMap<>();
    List<MetadataRecord> records = new ArrayList<>();
    for (Growth growth : topics) {
      outcomes.put(growth.topic(), grow(context, growth, records));
    }
    return new Decision<>(validateOnly ? List.of() : records, outcomes);
  }

  private @Nullable Failure grow(
      ControllerContext context, Growth growth, List<MetadataRecord> records) {
    Topic topic = context.image().topics().byName(growth.topic());
    if (topic == null) {
      return Failure.of(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }
    Failure failure = checkCount(topic, growth);
    failure = failure != null ? failure : quota.take(growth.count() - topic.partitions().size());
    if (failure != null) {
      return failure;
    }
    List<Partition> added = new ArrayList<>();
    failure =
        growth.assignments() == null
            ? place(context, topic, growth.count(), added)
            : assign(context, topic, growth.assignments(), added);
    if (failure != null) {
      return failure;
    }
    short version = RecordVersions.partitionRecord(context.image().features().metadataVersion());
    int first = topic.partitions().size();
    for (int i = 0; i < added.size(); i++) {
      records.add(
          new MetadataRecord(
              PartitionRecords.record(topic.id(), first + i, added.get(i), version), version));
    }
    return null;
  }

  private static @Nullable Failure checkCount(Topic topic, Growth growth) {
    int present = topic.partitions().size();
    if (growth.count() == present) {
      return new Failure(
          ErrorCode.INVALID_PARTITIONS, "Topic already has " + present + " partition(s).");
    }
    if (growth.count() < present) {
      return new Failure(
          ErrorCode.INVALID_PARTITIONS,
          "The topic "
              + topic.name()
              + " currently has "
              + present
              + " partition(s); "
              + growth.count()
              + " would not be an increase.");
    }
    int added = growth.count() - present;
    if (growth.assignments() != null && growth.assignments().size() != added) {
      return new Failure(
          ErrorCode.INVALID_REPLICA_ASSIGNMENT,
          "Attempted to add "
              + added
              + " additional partition(s), but only "
              + growth.assignments().size()
              + " assignment(s) were specified.");
    }
    return added > ReplicaPlacer.PARTITIONS_PER_COMMAND_MAX ? ReplicaPlacer.tooMany(added) : null;
  }

  private static @Nullable Failure place(
      ControllerContext context, Topic topic, int count, List<Partition> added) {
    int replicationFactor = topic.partitions().get(0).replicas().size();
    var placer = new ReplicaPlacer(context.image().brokers().values(), context.randomness());
    String why = placer.whyImpossible(replicationFactor);
    if (why != null) {
      return ReplicaPlacer.failure(replicationFactor, why);
    }
    placer.place(count - topic.partitions().size(), replicationFactor, added::add);
    return null;
  }

  private static @Nullable Failure assign(
      ControllerContext context,
      Topic topic,
      List<List<Integer>> assignments,
      List<Partition> added) {
    int replicationFactor = topic.partitions().get(0).replicas().size();
    var assigner = new ManualAssignment(context.image().brokers());
    for (int i = 0; i < assignments.size(); i++) {
      List<Integer> brokerIds = assignments.get(i);
      Failure failure = assigner.check(brokerIds, replicationFactor, topic.partitions().size() + i);
      if (failure != null) {
        return failure;
      }
      added.add(assigner.partition(brokerIds));
    }
    return null;
  }
}
