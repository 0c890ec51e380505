package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.api.controller.NodeApiHandler;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.share.ReadState;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.coordinator.share.SharePartitionState;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ReadShareGroupStateRequest;
import io.tidepost.wire.message.ReadShareGroupStateRequest.PartitionData;
import io.tidepost.wire.message.ReadShareGroupStateResponse;
import io.tidepost.wire.message.ReadShareGroupStateResponse.PartitionResult;
import io.tidepost.wire.message.ReadShareGroupStateResponse.ReadStateResult;
import org.jspecify.annotations.Nullable;

/// ReadShareGroupState (84): the leader of a partition takes share partitions over (KIP-932).
final class ReadShareGroupStateHandler
    extends NodeApiHandler<ReadShareGroupStateRequest, ReadShareGroupStateResponse> {

  ReadShareGroupStateHandler(BrokerContext context) {
    super(context);
  }

  @Override
  public ReadShareGroupStateRequest read(WireReader in, short version) {
    return ReadShareGroupStateRequest.read(in, version);
  }

  @Override
  public boolean exemptFromQuotas(ReadShareGroupStateRequest request) {
    return true;
  }

  @Override
  public void serve(ReadShareGroupStateRequest request, Reply<ReadShareGroupStateResponse> reply) {
    var response = new ReadShareGroupStateResponse();
    FanOut fanOut = new FanOut(() -> reply.send(response));
    for (var topic : request.topics) {
      var answer = new ReadStateResult();
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
            new ReadState(
                key,
                partition.leaderEpoch,
                new io.tidepost.coordinator.runtime.Reply<>(read -> {
                  fail(result, read.error(), null);
                  if (read.state() != null) {
                    fill(result, read.state());
                  }
                  fanOut.step();
                })));
  }

  private static void fill(PartitionResult result, SharePartitionState state) {
    result.stateEpoch = state.stateEpoch();
    result.startOffset = state.startOffset();
    state
        .batches()
        .forEach(from -> {
          var batch = new ReadShareGroupStateResponse.StateBatch();
          batch.firstOffset = from.firstOffset();
          batch.lastOffset = from.lastOffset();
          batch.deliveryState = from.state();
          batch.deliveryCount = from.deliveryCount();
          result.stateBatches.add(batch);
        });
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
  public ReadShareGroupStateResponse error(
      ReadShareGroupStateRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new ReadShareGroupStateResponse();
    for (var topic : request.topics) {
      var answer = new ReadStateResult();
      answer.topicId = topic.topicId;
      topic.partitions.forEach(p -> answer.partitions.add(result(p, error, message)));
      response.results.add(answer);
    }
    return response;
  }
}
