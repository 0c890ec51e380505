package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.api.controller.NodeApiHandler;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.share.DeliveryBatch;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.coordinator.share.StateUpdate;
import io.tidepost.coordinator.share.WriteState;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.WriteShareGroupStateRequest;
import io.tidepost.wire.message.WriteShareGroupStateRequest.PartitionData;
import io.tidepost.wire.message.WriteShareGroupStateResponse;
import io.tidepost.wire.message.WriteShareGroupStateResponse.PartitionResult;
import io.tidepost.wire.message.WriteShareGroupStateResponse.WriteStateResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// WriteShareGroupState (85): the leader of a partition stores what became of records (KIP-932).
final class WriteShareGroupStateHandler
    extends NodeApiHandler<WriteShareGroupStateRequest, WriteShareGroupStateResponse> {

  WriteShareGroupStateHandler(BrokerContext context) {
    super(context);
  }

  @Override
  public WriteShareGroupStateRequest read(WireReader in, short version) {
    return WriteShareGroupStateRequest.read(in, version);
  }

  @Override
  public boolean exemptFromQuotas(WriteShareGroupStateRequest request) {
    return true;
  }

  @Override
  public void serve(
      WriteShareGroupStateRequest request, Reply<WriteShareGroupStateResponse> reply) {
    var response = new WriteShareGroupStateResponse();
    FanOut fanOut = new FanOut(() -> reply.send(response));
    for (var topic : request.topics) {
      var answer = new WriteStateResult();
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
    List<DeliveryBatch> batches = new ArrayList<>();
    partition.stateBatches.forEach(batch ->
        batches.add(
            new DeliveryBatch(
                batch.firstOffset, batch.lastOffset, batch.deliveryState, batch.deliveryCount)));
    context
        .shareCoordinators()
        .submit(
            new WriteState(
                key,
                partition.stateEpoch,
                new StateUpdate(
                    partition.leaderEpoch,
                    partition.startOffset,
                    partition.deliveryCompleteCount,
                    batches),
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
  public WriteShareGroupStateResponse error(
      WriteShareGroupStateRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new WriteShareGroupStateResponse();
    for (var topic : request.topics) {
      var answer = new WriteStateResult();
      answer.topicId = topic.topicId;
      topic.partitions.forEach(p -> answer.partitions.add(result(p, error, message)));
      response.results.add(answer);
    }
    return response;
  }
}
