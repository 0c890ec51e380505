package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.api.controller.NodeApiHandler;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.share.InitializeState;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.InitializeShareGroupStateRequest;
import io.tidepost.wire.message.InitializeShareGroupStateRequest.PartitionData;
import io.tidepost.wire.message.InitializeShareGroupStateResponse;
import io.tidepost.wire.message.InitializeShareGroupStateResponse.InitializeStateResult;
import io.tidepost.wire.message.InitializeShareGroupStateResponse.PartitionResult;
import org.jspecify.annotations.Nullable;

/// InitializeShareGroupState (83): the group's coordinator has share partitions be remembered
/// (KIP-932).
final class InitializeShareGroupStateHandler
    extends NodeApiHandler<InitializeShareGroupStateRequest, InitializeShareGroupStateResponse> {

  InitializeShareGroupStateHandler(BrokerContext context) {
    super(context);
  }

  @Override
  public InitializeShareGroupStateRequest read(WireReader in, short version) {
    return InitializeShareGroupStateRequest.read(in, version);
  }

  @Override
  public boolean exemptFromQuotas(InitializeShareGroupStateRequest request) {
    return true;
  }

  @Override
  public void serve(
      InitializeShareGroupStateRequest request, Reply<InitializeShareGroupStateResponse> reply) {
    var response = new InitializeShareGroupStateResponse();
    FanOut fanOut = new FanOut(() -> reply.send(response));
    for (var topic : request.topics) {
      var answer = new InitializeStateResult();
      answer.topicId = topic.topicId;
      response.results.add(answer);
      for (PartitionData partition : topic.partitions) {
        PartitionResult result = result(partition, ErrorCode.NONE, null);
        answer.partitions.add(result);
        fanOut.expect();
        ask(request.groupId, topic.topicId, partition, result, fanOut);
      }
    }
    fanOut.step();
  }

  private void ask(
      String groupId,
      Uuid topicId,
      PartitionData partition,
      PartitionResult result,
      FanOut fanOut) {
    var key = new SharePartitionKey(groupId, topicId, partition.partition);
    context
        .shareCoordinators()
        .submit(
            new InitializeState(
                key,
                partition.stateEpoch,
                partition.startOffset,
                new io.tidepost.coordinator.runtime.Reply<>(error -> {
                  fail(result, error, null);
                  fanOut.step();
                })));
  }

  private static PartitionResult result(
      PartitionData partition, ErrorCode error, @Nullable String message) {
    var result = new PartitionResult();
    result.partition = partition.partition;
    fail(result, error, message);
    return result;
  }

  private static void fail(PartitionResult result, ErrorCode error, @Nullable String message) {
    result.errorCode = error.code();
    result.errorMessage = error == ErrorCode.NONE || message != null ? message : error.message();
  }

  @Override
  public InitializeShareGroupStateResponse error(
      InitializeShareGroupStateRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new InitializeShareGroupStateResponse();
    for (var topic : request.topics) {
      var answer = new InitializeStateResult();
      answer.topicId = topic.topicId;
      topic.partitions.forEach(p -> answer.partitions.add(result(p, error, message)));
      response.results.add(answer);
    }
    return response;
  }
}
