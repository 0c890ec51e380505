package io.tidepost.broker.server;

import io.tidepost.base.Uuid;
import io.tidepost.broker.cluster.ControllerChannel;
import io.tidepost.broker.cluster.ControllerRequest;
import io.tidepost.metadata.controller.AssignReplicasToDirs;
import io.tidepost.metadata.controller.AssignReplicasToDirs.Assignment;
import io.tidepost.metadata.controller.AssignReplicasToDirs.Outcome;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.AssignReplicasToDirsRequest;
import io.tidepost.wire.message.AssignReplicasToDirsResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Tells a controller on another node in which log directories replicas are (KIP-858).
final class RemoteAssignments {

  private static final int MILLIS_MAX = 30_000;

  private RemoteAssignments() {}

  static void send(
      ControllerChannel channel,
      AssignReplicasToDirs command,
      BiConsumer<@Nullable Outcome, @Nullable Failure> answer) {
    channel.send(
        new ControllerRequest<>(
            request(command),
            0,
            0,
            AssignReplicasToDirsResponse.class,
            AssignReplicasToDirsResponse::read,
            response -> response.errorCode,
            MILLIS_MAX),
        (response, failure) -> {
          if (response == null) {
            answer.accept(null, RemoteCommands.unanswered(failure));
          } else {
            answer.accept(outcome(command.assignments(), response), null);
          }
        });
  }

  private static AssignReplicasToDirsRequest request(AssignReplicasToDirs command) {
    var request = new AssignReplicasToDirsRequest();
    request.brokerId = command.brokerId();
    request.brokerEpoch = command.brokerEpoch();
    Map<Uuid, AssignReplicasToDirsRequest.DirectoryData> directories = new LinkedHashMap<>();
    Map<List<Uuid>, AssignReplicasToDirsRequest.TopicData> topics = new LinkedHashMap<>();
    for (Assignment assignment : command.assignments()) {
      var directory =
          directories.computeIfAbsent(
              assignment.directory(),
              id -> {
                var fresh = new AssignReplicasToDirsRequest.DirectoryData();
                fresh.id = id;
                request.directories.add(fresh);
                return fresh;
              });
      var topic =
          topics.computeIfAbsent(
              List.of(assignment.directory(), assignment.topicId()),
              key -> {
                var fresh = new AssignReplicasToDirsRequest.TopicData();
                fresh.topicId = assignment.topicId();
                directory.topics.add(fresh);
                return fresh;
              });
      var partition = new AssignReplicasToDirsRequest.PartitionData();
      partition.partitionIndex = assignment.partition();
      topic.partitions.add(partition);
    }
    return request;
  }

  /// In the order of the assignments.
  private static Outcome outcome(
      List<Assignment> assignments, AssignReplicasToDirsResponse response) {
    ErrorCode error = ErrorCode.of(response.errorCode);
    if (error != ErrorCode.NONE) {
      return new Outcome(Failure.of(error), List.of());
    }
    Map<Assignment, ErrorCode> answered = new HashMap<>();
    for (AssignReplicasToDirsResponse.DirectoryData directory : response.directories) {
      for (AssignReplicasToDirsResponse.TopicData topic : directory.topics) {
        for (AssignReplicasToDirsResponse.PartitionData partition : topic.partitions) {
          answered.put(
              new Assignment(topic.topicId, partition.partitionIndex, directory.id),
              ErrorCode.of(partition.errorCode));
        }
      }
    }
    List<ErrorCode> errors = new ArrayList<>(assignments.size());
    for (Assignment assignment : assignments) {
      errors.add(answered.getOrDefault(assignment, ErrorCode.UNKNOWN_SERVER_ERROR));
    }
    return new Outcome(null, errors);
  }
}
