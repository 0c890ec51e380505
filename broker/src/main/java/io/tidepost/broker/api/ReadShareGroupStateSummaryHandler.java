package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.api.controller.NodeApiHandler;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.share.state.StateSummary;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.coordinator.share.SummarizeState;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ReadShareGroupStateSummaryRequest;
import io.tidepost.wire.message.ReadShareGroupStateSummaryRequest.PartitionData;
import io.tidepost.wire.message.ReadShareGroupStateSummaryResponse;
import io.tidepost.wire.message.ReadShareGroupStateSummaryResponse.PartitionResult;
import io.tidepost.wire.message.ReadShareGroupStateSummaryResponse.ReadStateSummaryResult;
import org.jspecify.annotations.Nullable;

/// ReadShareGroupStateSummary (87): the group's coordinator looks where share partitions stand
/// (KIP-932, KIP-1226).
final class ReadShareGroupStateSummaryHandler
    extends NodeApiHandler<ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse> {

  ReadShareGroupStateSummaryHandler(BrokerContext context) {
    super(context);
  }

  @Override
  public ReadShareGroupStateSummaryRequest read(WireReader in, short version) {
    return ReadShareGroupStateSummaryRequest.read(in, version);
  }

  @Override
  public boolean exemptFromQuotas(ReadShareGroupStateSummaryRequest request) {
    return true;
  }

  @Override
  public void serve(
      ReadShareGroupStateSummaryRequest request, Reply<ReadShareGroupStateSummaryResponse> reply) {
    var response = new ReadShareGroupStateSummaryResponse();
    FanOut fanOut = new FanOut(() -> reply.send(response));
    for (var topic : request.topics) {
      var answer = new ReadStateSummaryResult();
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
            new SummarizeState(
                key,
                new io.tidepost.coordinator.runtime.Reply<>(found -> {
                  StateSummary summary = StateSummary.of(found);
                  fail(result, summary.error(), null);
                  result.stateEpoch = summary.stateEpoch();
                  result.leaderEpoch = summary.leaderEpoch();
                  result.startOffset = summary.startOffset();
                  result.deliveryCompleteCount = summary.deliveryCompleteCount();
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
  public ReadShareGroupStateSummaryResponse error(
      ReadShareGroupStateSummaryRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new ReadShareGroupStateSummaryResponse();
    for (var topic : request.topics) {
      var answer = new ReadStateSummaryResult();
      answer.topicId = topic.topicId;
      topic.partitions.forEach(p -> answer.partitions.add(result(p, error, message)));
      response.results.add(answer);
    }
    return response;
  }
}
