package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.api.controller.NodeApiHandler;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.share.DeleteState;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DeleteShareGroupStateRequest;
import io.tidepost.wire.message.DeleteShareGroupStateRequest.PartitionData;
import io.tidepost.wire.message.DeleteShareGroupStateResponse;
import io.tidepost.wire.message.DeleteShareGroupStateResponse.DeleteStateResult;
import io.tidepost.wire.message.DeleteShareGroupStateResponse.PartitionResult;
import org.jspecify.annotations.Nullable;

/// DeleteShareGroupState (86): the group's coordinator has share partitions be forgotten (KIP-932).
final class DeleteShareGroupStateHandler
    extends NodeApiHandler<DeleteShareGroupStateRequest, DeleteShareGroupStateResponse> {

  DeleteShareGroupStateHandler(BrokerContext context) {
    super(context);
  }

  @Override
  public DeleteShareGroupStateRequest read(WireReader in, short version) {
    return DeleteShareGroupStateRequest.read(in, version);
  }

  @Override
  public boolean exemptFromQuotas(DeleteShareGroupStateRequest request) {
    return true;
  }

  @Override
  public void serve(
      DeleteShareGroupStateRequest request, Reply<DeleteShareGroupStateResponse> reply) {
    var response = new DeleteShareGroupStateResponse();
    FanOut fanOut = new FanOut(() -> reply.send(response));
    for (var topic : request.topics) {
      var answer = new DeleteStateResult();
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
            new DeleteState(
                key,
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
  public DeleteShareGroupStateResponse error(
      DeleteShareGroupStateRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new DeleteShareGroupStateResponse();
    for (var topic : request.topics) {
      var answer = new DeleteStateResult();
      answer.topicId = topic.topicId;
      topic.partitions.forEach(p -> answer.partitions.add(result(p, error, message)));
      response.results.add(answer);
    }
    return response;
  }
}
