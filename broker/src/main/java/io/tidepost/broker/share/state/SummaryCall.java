package io.tidepost.broker.share.state;

import io.tidepost.base.Uuid;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.share.ShareCoordinatorShard;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.coordinator.share.SummarizeState;
import io.tidepost.replica.share.SharedTopicPartition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ReadShareGroupStateSummaryRequest;
import io.tidepost.wire.message.ReadShareGroupStateSummaryResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// ReadShareGroupStateSummary (87).
final class SummaryCall extends StateCall<StateSummary> {

  /// Who only looks has none.
  private static final int ANY_LEADER_EPOCH = -1;

  SummaryCall(SharePartitionKey key, Consumer<StateSummary> done) {
    super(key, done);
  }

  @Override
  Command<ShareCoordinatorShard> command(Consumer<StateSummary> answer) {
    return new SummarizeState(key(), new Reply<>(result -> answer.accept(StateSummary.of(result))));
  }

  @Override
  StateSummary refused(ErrorCode error) {
    return StateSummary.refused(error);
  }

  @Override
  ErrorCode errorOf(StateSummary answer) {
    return answer.error();
  }

  @Override
  void send(
      NodeConnection to, List<StateCall<StateSummary>> calls, Answered<StateSummary> answered) {
    var request = new ReadShareGroupStateSummaryRequest();
    request.groupId = key().groupId();
    byTopic(calls.stream().map(SummaryCall.class::cast).toList())
        .forEach((id, ofTopic) -> request.topics.add(topic(id, ofTopic)));
    to.send(
        new SimpleCall<>(
            ReadShareGroupStateSummaryRequest.API_KEY,
            ReadShareGroupStateSummaryRequest.HIGHEST_VERSION,
            ReadShareGroupStateSummaryRequest.HIGHEST_VERSION,
            request,
            ReadShareGroupStateSummaryResponse::read,
            ANSWER_MILLIS_MAX,
            (response, failure) -> tell(calls, results(response), SummaryCall::answer, answered)));
  }

  private static ReadShareGroupStateSummaryRequest.ReadStateSummaryData topic(
      Uuid topicId, List<SummaryCall> calls) {
    var topic = new ReadShareGroupStateSummaryRequest.ReadStateSummaryData();
    topic.topicId = topicId;
    for (SummaryCall call : calls) {
      var partition = new ReadShareGroupStateSummaryRequest.PartitionData();
      partition.partition = call.key().partition();
      partition.leaderEpoch = ANY_LEADER_EPOCH;
      topic.partitions.add(partition);
    }
    return topic;
  }

  private static Map<SharedTopicPartition, ReadShareGroupStateSummaryResponse.PartitionResult>
      results(@Nullable ReadShareGroupStateSummaryResponse response) {
    Map<SharedTopicPartition, ReadShareGroupStateSummaryResponse.PartitionResult> results =
        new HashMap<>();
    if (response != null) {
      response.results.forEach(topic ->
          topic.partitions.forEach(
              p -> results.put(new SharedTopicPartition(topic.topicId, p.partition), p)));
    }
    return results;
  }

  private static StateSummary answer(ReadShareGroupStateSummaryResponse.PartitionResult result) {
    return new StateSummary(
        ErrorCode.of(result.errorCode),
        result.stateEpoch,
        result.leaderEpoch,
        result.startOffset,
        result.deliveryCompleteCount);
  }
}
