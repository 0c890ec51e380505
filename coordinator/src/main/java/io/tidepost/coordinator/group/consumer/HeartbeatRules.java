package io.tidepost.coordinator.group.consumer;

import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ConsumerGroupHeartbeatRequest;
import org.jspecify.annotations.Nullable;

/// What a ConsumerGroupHeartbeat must look like, whatever the group.
final class HeartbeatRules {

  static final int JOINS = 0;
  static final int LEAVES = -1;
  static final int LEAVES_FOR_A_WHILE = Ownership.LEFT_FOR_A_WHILE;

  private HeartbeatRules() {}

  /// @return `null` when all is well
  static @Nullable Denial check(
      ConsumerGroupHeartbeatRequest request, short apiVersion, ConsumerGroupSettings settings) {
    int epoch = request.memberEpoch;
    if (request.memberId.isEmpty() && (apiVersion >= 1 || epoch > 0 || epoch == LEAVES)) {
      return invalid("MemberId can't be empty.");
    }
    if (request.groupId.isEmpty()) {
      return invalid("GroupId can't be empty.");
    }
    if (isEmpty(request.instanceId)) {
      return invalid("InstanceId can't be empty.");
    }
    if (isEmpty(request.rackId)) {
      return invalid("RackId can't be empty.");
    }
    if (epoch < LEAVES_FOR_A_WHILE) {
      return invalid("MemberEpoch is invalid.");
    }
    if (epoch == LEAVES_FOR_A_WHILE && request.instanceId == null) {
      return invalid("InstanceId can't be null.");
    }
    Denial denial = epoch == JOINS ? checkJoining(request) : null;
    String assignor = request.serverAssignor;
    if (denial == null && assignor != null && !settings.assignors().contains(assignor)) {
      return new Denial(
          ErrorCode.UNSUPPORTED_ASSIGNOR,
          "ServerAssignor "
              + assignor
              + " is not supported. Supported assignors: "
              + String.join(", ", settings.assignors())
              + ".");
    }
    return denial;
  }

  private static @Nullable Denial checkJoining(ConsumerGroupHeartbeatRequest request) {
    if (request.rebalanceTimeoutMs == -1) {
      return invalid("RebalanceTimeoutMs must be provided in first request.");
    }
    if (request.topicPartitions == null || !request.topicPartitions.isEmpty()) {
      return invalid("TopicPartitions must be empty when (re-)joining.");
    }
    if (request.subscribedTopicNames == null && request.subscribedTopicRegex == null) {
      return invalid(
          "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when"
              + " (re-)joining.");
    }
    return null;
  }

  private static boolean isEmpty(@Nullable String text) {
    return text != null && text.isEmpty();
  }

  private static Denial invalid(String message) {
    return new Denial(ErrorCode.INVALID_REQUEST, message);
  }
}
