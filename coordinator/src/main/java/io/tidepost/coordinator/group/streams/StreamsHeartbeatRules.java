package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.consumer.Denial;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a StreamsGroupHeartbeat must look like, whatever the group.
final class StreamsHeartbeatRules {

  static final int JOINS = 0;

  private StreamsHeartbeatRules() {}

  /// @return `null` when all is well
  static @Nullable Denial check(StreamsGroupHeartbeatRequest request) {
    if (request.memberId.isEmpty()) {
      return invalid("MemberId can't be empty.");
    }
    if (request.groupId.isEmpty()) {
      return invalid("GroupId can't be empty.");
    }
    if (request.instanceId != null) {
      return invalid("Static members are not supported in streams groups.");
    }
    if (request.rackId != null && request.rackId.isEmpty()) {
      return invalid("RackId can't be empty.");
    }
    if (request.memberEpoch < -1) {
      return invalid("MemberEpoch is invalid.");
    }
    return request.memberEpoch == JOINS ? checkJoining(request) : null;
  }

  private static @Nullable Denial checkJoining(StreamsGroupHeartbeatRequest request) {
    if (request.rebalanceTimeoutMs == -1) {
      return invalid("RebalanceTimeoutMs must be provided in first request.");
    }
    if (isFilled(request.activeTasks)
        || isFilled(request.standbyTasks)
        || isFilled(request.warmupTasks)) {
      return invalid("Tasks must be empty when (re-)joining.");
    }
    StreamsGroupHeartbeatRequest.Topology topology = request.topology;
    if (topology == null) {
      return invalid("Topology must be non-null when (re-)joining.");
    }
    for (StreamsGroupHeartbeatRequest.Subtopology subtopology : topology.subtopologies) {
      for (StreamsGroupHeartbeatRequest.TopicInfo topic : subtopology.stateChangelogTopics) {
        if (topic.partitions != 0) {
          return new Denial(
              ErrorCode.STREAMS_INVALID_TOPOLOGY,
              "Changelog topic "
                  + topic.name
                  + " must have an undefined partition count, but it is set to "
                  + topic.partitions
                  + ".");
        }
      }
    }
    return null;
  }

  private static boolean isFilled(@Nullable List<?> tasks) {
    return tasks != null && !tasks.isEmpty();
  }

  private static Denial invalid(String message) {
    return new Denial(ErrorCode.INVALID_REQUEST, message);
  }
}
