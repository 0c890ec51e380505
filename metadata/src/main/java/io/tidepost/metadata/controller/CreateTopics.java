package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.TopicNames;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.PartitionRecords;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.metadata.image.Topics;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.ConfigRecord;
import io.tidepost.wire.record.TopicRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Creates topics; each one succeeds or fails for itself.
///
/// @param topics no name twice
/// @param validateOnly decide everything, create nothing
/// @param quota how many partitions may be created
public record CreateTopics(List<NewTopic> topics, boolean validateOnly, MutationQuota quota)
    implements Command<Map<String, CreateTopics.Outcome>> {

  /// Without a limit.
  public CreateTopics(List<NewTopic> topics, boolean validateOnly) {
    this(topics, validateOnly, MutationQuota.NONE);
  }

  /// What became of one topic.
  ///
  /// @param failure why it was not created, or `null`
  /// @param id its id; [Uuid#ZERO] when it was not created
  /// @param partitions how many; -1 when it was not created
  /// @param replicationFactor copies of each; -1 when it was not created
  /// @param configs what was set on it
  public record Outcome(
      @Nullable Failure failure,
      Uuid id,
      int partitions,
      short replicationFactor,
      Map<String, String> configs) {

    static Outcome failed(Failure failure) {
      return new Outcome(failure, Uuid.ZERO, -1, (short) -1, Map.of());
    }
  }

  @Override
  public Decision<Map<String, Outcome>> decide(ControllerContext context) {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    List<MetadataRecord> records = new ArrayList<>();
    Map<String, String> taken = new HashMap<>();
    for (NewTopic topic : topics) {
      outcomes.put(topic.name(), create(context, topic, taken, records));
    }
    return new Decision<>(validateOnly ? List.of() : records, outcomes);
  }

  /// @param taken collision forms of the topics that this command creates, with their names
  private Outcome create(
      ControllerContext context,
      NewTopic topic,
      Map<String, String> taken,
      List<MetadataRecord> records) {
    Failure failure = checkName(context.image().topics(), topic.name(), taken);
    if (failure != null) {
      return Outcome.failed(failure);
    }
    Map<String, String> configs = new TreeMap<>();
    failure = checkConfigs(context, topic, configs);
    if (failure != null) {
      return Outcome.failed(failure);
    }
    List<Partition> partitions = new ArrayList<>();
    failure =
        topic.assignments().isEmpty()
            ? place(context, topic, configs, partitions)
            : assign(context, topic, configs, partitions);
    failure = failure != null ? failure : quota.take(partitions.size());
    if (failure != null) {
      return Outcome.failed(failure);
    }
    taken.put(TopicNames.collisionForm(topic.name()), topic.name());
    Uuid id = Uuid.random(context.randomness());
    addRecords(context, topic.name(), id, configs, partitions, records);
    short replicationFactor = (short) partitions.get(0).replicas().size();
    return new Outcome(null, id, partitions.size(), replicationFactor, configs);
  }

  private static @Nullable Failure checkName(
      Topics existing, String name, Map<String, String> taken) {
    String why = TopicNames.whyInvalid(name);
    if (why != null) {
      return new Failure(ErrorCode.INVALID_TOPIC_EXCEPTION, why);
    }
    if (existing.byName(name) != null) {
      return new Failure(ErrorCode.TOPIC_ALREADY_EXISTS, "Topic '" + name + "' already exists.");
    }
    String colliding = existing.colliding(name);
    if (colliding == null) {
      colliding = taken.get(TopicNames.collisionForm(name));
    }
    return colliding == null
        ? null
        : new Failure(
            ErrorCode.INVALID_TOPIC_EXCEPTION,
            "Topic '" + name + "' collides with existing topic: " + colliding);
  }

  /// Fills `configs` with what is to be set.
  private static @Nullable Failure checkConfigs(
      ControllerContext context, NewTopic topic, Map<String, String> configs) {
    List<String> withoutValue = new ArrayList<>();
    topic
        .configs()
        .forEach((option, value) -> {
          if (value == null) {
            withoutValue.add(option);
          } else {
            configs.put(option, value);
          }
        });
    if (!withoutValue.isEmpty()) {
      return new Failure(
          ErrorCode.INVALID_CONFIG,
          "Null value not supported for topic configs: " + String.join(",", withoutValue));
    }
    if (configs.isEmpty()) {
      return null;
    }
    ConfigResource resource = ConfigResource.topic(topic.name());
    Failure failure = context.rules().configs().check(resource, configs, Map.of());
    if (failure != null) {
      return failure;
    }
    String violation = context.rules().policy().checkConfigs(resource, new TreeMap<>(configs));
    return violation == null ? null : new Failure(ErrorCode.POLICY_VIOLATION, violation);
  }

  private static @Nullable Failure place(
      ControllerContext context,
      NewTopic topic,
      Map<String, String> configs,
      List<Partition> partitions) {
    if (topic.replicationFactor() < -1 || topic.replicationFactor() == 0) {
      return new Failure(
          ErrorCode.INVALID_REPLICATION_FACTOR,
          "Replication factor must be larger than 0, or -1 to use the default value.");
    }
    if (topic.partitions() < -1 || topic.partitions() == 0) {
      return new Failure(
          ErrorCode.INVALID_PARTITIONS,
          "Number of partitions was set to an invalid non-positive value.");
    }
    int count = topic.partitions() == -1 ? context.rules().defaultPartitions() : topic.partitions();
    if (count > ReplicaPlacer.PARTITIONS_PER_COMMAND_MAX) {
      return ReplicaPlacer.tooMany(count);
    }
    short replicationFactor =
        topic.replicationFactor() == -1
            ? context.rules().defaultReplicationFactor()
            : topic.replicationFactor();
    ReplicaPlacer placer =
        new ReplicaPlacer(context.image().brokers().values(), context.randomness());
    String why = placer.whyImpossible(replicationFactor);
    if (why != null) {
      return ReplicaPlacer.failure(replicationFactor, why);
    }
    placer.place(count, replicationFactor, partitions::add);
    return policy(
        context
            .rules()
            .policy()
            .checkCreation(topic.name(), count, replicationFactor, null, configs));
  }

  private static @Nullable Failure assign(
      ControllerContext context,
      NewTopic topic,
      Map<String, String> configs,
      List<Partition> partitions) {
    Failure failure = checkCounts(topic);
    if (failure != null) {
      return failure;
    }
    var assigner = new ManualAssignment(context.image().brokers());
    Map<Integer, List<Integer>> byPartition = new TreeMap<>();
    Set<Integer> seen = new HashSet<>();
    int replicationFactor = -1;
    for (NewTopic.Assignment assignment : topic.assignments()) {
      if (!seen.add(assignment.partition())) {
        return new Failure(
            ErrorCode.INVALID_REPLICA_ASSIGNMENT,
            "Found multiple manual partition assignments for partition " + assignment.partition());
      }
      failure = assigner.check(assignment.brokerIds(), replicationFactor, assignment.partition());
      if (failure != null) {
        return failure;
      }
      replicationFactor = assignment.brokerIds().size();
      byPartition.put(assignment.partition(), assignment.brokerIds());
    }
    for (int i = 0; i < byPartition.size(); i++) {
      List<Integer> brokerIds = byPartition.get(i);
      if (brokerIds == null) {
        return new Failure(
            ErrorCode.INVALID_REPLICA_ASSIGNMENT,
            "partitions should be a consecutive 0-based integer sequence");
      }
      partitions.add(assigner.partition(brokerIds));
    }
    return policy(
        context.rules().policy().checkCreation(topic.name(), null, null, byPartition, configs));
  }

  private static @Nullable Failure checkCounts(NewTopic topic) {
    if (topic.replicationFactor() != -1) {
      return new Failure(
          ErrorCode.INVALID_REQUEST,
          "A manual partition assignment was specified, but replication factor was not set to"
              + " -1.");
    }
    return topic.partitions() == -1
        ? null
        : new Failure(
            ErrorCode.INVALID_REQUEST,
            "A manual partition assignment was specified, but numPartitions was not set to -1.");
  }

  private static @Nullable Failure policy(@Nullable String violation) {
    return violation == null ? null : new Failure(ErrorCode.POLICY_VIOLATION, violation);
  }

  /// Kafka's order: the topic, its configurations, its partitions.
  private static void addRecords(
      ControllerContext context,
      String name,
      Uuid id,
      Map<String, String> configs,
      List<Partition> partitions,
      List<MetadataRecord> records) {
    var topicRecord = new TopicRecord();
    topicRecord.name = name;
    topicRecord.topicId = id;
    records.add(MetadataRecord.of(topicRecord));
    configs.forEach((option, value) -> {
      var record = new ConfigRecord();
      record.resourceType = ConfigResource.Type.TOPIC.code();
      record.resourceName = name;
      record.name = option;
      record.value = value;
      records.add(MetadataRecord.of(record));
    });
    short version = RecordVersions.partitionRecord(context.image().features().metadataVersion());
    for (int i = 0; i < partitions.size(); i++) {
      records.add(
          new MetadataRecord(PartitionRecords.record(id, i, partitions.get(i), version), version));
    }
  }
}
