package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Notes in which of its log directories a broker keeps replicas (KIP-858), so that a directory
/// that is missing later is known to be missing.
///
/// @param brokerId node id
/// @param brokerEpoch under which it is registered
/// @param assignments where the replicas are
public record AssignReplicasToDirs(int brokerId, long brokerEpoch, List<Assignment> assignments)
    implements Command<AssignReplicasToDirs.Outcome> {

  /// Most assignments that one command should bring: Kafka's bound for one request.
  public static final int ASSIGNMENTS_MAX = 2250;

  /// Where one replica of the broker is.
  public record Assignment(Uuid topicId, int partition, Uuid directory) {}

  /// @param failure why nothing was noted, or `null`
  /// @param errors per assignment, in their order; empty when there is a failure
  public record Outcome(@Nullable Failure failure, List<ErrorCode> errors) {}

  @Override
  public Decision<Outcome> decide(ControllerContext context) {
    Failure failure = check(context);
    if (failure != null) {
      return Decision.unchanged(new Outcome(failure, List.of()));
    }
    short version = RecordVersions.partitionRecord(context.image().features().metadataVersion());
    List<MetadataRecord> records = new ArrayList<>();
    List<ErrorCode> errors = new ArrayList<>(assignments.size());
    for (Assignment assignment : assignments) {
      errors.add(assign(context, assignment, version, records));
    }
    return new Decision<>(records, new Outcome(null, errors));
  }

  private @Nullable Failure check(ControllerContext context) {
    if (!RecordVersions.hasDirectories(context.image().features().metadataVersion())) {
      return new Failure(
          ErrorCode.UNSUPPORTED_VERSION, "Directory assignment is not supported yet.");
    }
    Broker broker = context.image().brokers().get(brokerId);
    if (broker == null) {
      return new Failure(
          ErrorCode.BROKER_ID_NOT_REGISTERED,
          "Broker ID " + brokerId + " is not currently registered");
    }
    return broker.epoch() == brokerEpoch
        ? null
        : new Failure(
            ErrorCode.STALE_BROKER_EPOCH,
            "Expected broker epoch " + broker.epoch() + ", but got broker epoch " + brokerEpoch);
  }

  private ErrorCode assign(
      ControllerContext context,
      Assignment assignment,
      short version,
      List<MetadataRecord> records) {
    Topic topic = context.image().topics().byId(assignment.topicId());
    if (topic == null) {
      return ErrorCode.UNKNOWN_TOPIC_ID;
    }
    Partition partition = topic.partition(assignment.partition());
    if (partition == null) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    int at = partition.replicas().indexOf(brokerId);
    if (at < 0) {
      return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
    if (!partition.directories().get(at).equals(assignment.directory())) {
      var change = new PartitionChangeRecord();
      change.topicId = assignment.topicId();
      change.partitionId = assignment.partition();
      change.directories = new ArrayList<>(partition.directories());
      change.directories.set(at, assignment.directory());
      records.add(new MetadataRecord(change, version));
    }
    return ErrorCode.NONE;
  }
}
