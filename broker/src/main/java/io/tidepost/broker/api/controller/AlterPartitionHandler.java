package io.tidepost.broker.api.controller;

import io.tidepost.broker.api.Reply;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.controller.AlterPartition;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.image.Partition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.AlterPartitionRequest;
import io.tidepost.wire.message.AlterPartitionResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A leader asks for other in-sync replicas (KIP-497).
final class AlterPartitionHandler
    extends NodeApiHandler<AlterPartitionRequest, AlterPartitionResponse> {

  AlterPartitionHandler(BrokerContext context) {
    super(context);
  }

  @Override
  public AlterPartitionRequest read(WireReader in, short version) {
    return AlterPartitionRequest.read(in, version);
  }

  @Override
  public void serve(AlterPartitionRequest request, Reply<AlterPartitionResponse> reply) {
    context
        .controller()
        .submitHere(
            new AlterPartition(request.brokerId, request.brokerEpoch, changes(request)),
            (outcome, failure) -> reply.send(response(outcome, failure)));
  }

  private static List<AlterPartition.Change> changes(AlterPartitionRequest request) {
    List<AlterPartition.Change> changes = new ArrayList<>();
    for (AlterPartitionRequest.TopicData topic : request.topics) {
      for (AlterPartitionRequest.PartitionData partition : topic.partitions) {
        changes.add(
            new AlterPartition.Change(
                topic.topicId,
                partition.partitionIndex,
                partition.leaderEpoch,
                partition.partitionEpoch,
                members(partition),
                partition.leaderRecoveryState));
      }
    }
    return changes;
  }

  /// Before version 3 there are no broker epochs.
  private static List<AlterPartition.Member> members(
      AlterPartitionRequest.PartitionData partition) {
    List<AlterPartition.Member> members = new ArrayList<>();
    for (AlterPartitionRequest.BrokerState state : partition.newIsrWithEpochs) {
      members.add(new AlterPartition.Member(state.brokerId, state.brokerEpoch));
    }
    for (int id : partition.newIsr) {
      members.add(new AlterPartition.Member(id, -1));
    }
    return members;
  }

  private static AlterPartitionResponse response(
      AlterPartition.@Nullable Outcome outcome, @Nullable Failure failure) {
    var response = new AlterPartitionResponse();
    Failure why = outcome == null ? failure : outcome.failure();
    if (why != null || outcome == null) {
      response.errorCode = (why == null ? ErrorCode.UNKNOWN_SERVER_ERROR : why.error()).code();
      return response;
    }
    Map<Object, AlterPartitionResponse.TopicData> topics = new HashMap<>();
    for (AlterPartition.PartitionOutcome each : outcome.partitions()) {
      AlterPartitionResponse.TopicData topic =
          topics.computeIfAbsent(
              each.topicId(),
              id -> {
                var fresh = new AlterPartitionResponse.TopicData();
                fresh.topicId = each.topicId();
                response.topics.add(fresh);
                return fresh;
              });
      topic.partitions.add(partition(each));
    }
    return response;
  }

  private static AlterPartitionResponse.PartitionData partition(
      AlterPartition.PartitionOutcome outcome) {
    var data = new AlterPartitionResponse.PartitionData();
    data.partitionIndex = outcome.partition();
    data.errorCode = outcome.error().code();
    Partition state = outcome.state();
    if (state != null) {
      data.leaderId = state.leader();
      data.leaderEpoch = state.leaderEpoch();
      data.isr = state.isr();
      data.leaderRecoveryState = state.leaderRecoveryState();
      data.partitionEpoch = state.partitionEpoch();
    }
    return data;
  }

  @Override
  public AlterPartitionResponse error(
      AlterPartitionRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new AlterPartitionResponse();
    response.errorCode = error.code();
    return response;
  }
}
