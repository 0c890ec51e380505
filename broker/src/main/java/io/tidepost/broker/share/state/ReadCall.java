package io.tidepost.broker.share.state;

import io.tidepost.base.Uuid;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.share.DeliveryBatch;
import io.tidepost.coordinator.share.ReadState;
import io.tidepost.coordinator.share.ShareCoordinatorShard;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.replica.share.SharedTopicPartition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ReadShareGroupStateRequest;
import io.tidepost.wire.message.ReadShareGroupStateResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// ReadShareGroupState (84).
final class ReadCall extends StateCall<LoadedState> {

  private final int leaderEpoch;

  ReadCall(SharePartitionKey key, int leaderEpoch, Consumer<LoadedState> done) {
    super(key, done);
    this.leaderEpoch = leaderEpoch;
  }

  @Override
  Command<ShareCoordinatorShard> command(Consumer<LoadedState> answer) {
    return new ReadState(
        key(), leaderEpoch, new Reply<>(result -> answer.accept(LoadedState.of(result))));
  }

  @Override
  LoadedState refused(ErrorCode error) {
    return LoadedState.refused(error);
  }

  @Override
  ErrorCode errorOf(LoadedState answer) {
    return answer.error();
  }

  @Override
  void send(NodeConnection to, List<StateCall<LoadedState>> calls, Answered<LoadedState> answered) {
    var request = new ReadShareGroupStateRequest();
    request.groupId = key().groupId();
    byTopic(calls.stream().map(ReadCall.class::cast).toList())
        .forEach((id, ofTopic) -> request.topics.add(topic(id, ofTopic)));
    to.send(
        new SimpleCall<>(
            ReadShareGroupStateRequest.API_KEY,
            ReadShareGroupStateRequest.HIGHEST_VERSION,
            ReadShareGroupStateRequest.HIGHEST_VERSION,
            request,
            ReadShareGroupStateResponse::read,
            ANSWER_MILLIS_MAX,
            (response, failure) -> tell(calls, results(response), ReadCall::answer, answered)));
  }

  private static ReadShareGroupStateRequest.ReadStateData topic(
      Uuid topicId, List<ReadCall> calls) {
    var topic = new ReadShareGroupStateRequest.ReadStateData();
    topic.topicId = topicId;
    for (ReadCall call : calls) {
      var partition = new ReadShareGroupStateRequest.PartitionData();
      partition.partition = call.key().partition();
      partition.leaderEpoch = call.leaderEpoch;
      topic.partitions.add(partition);
    }
    return topic;
  }

  private static Map<SharedTopicPartition, ReadShareGroupStateResponse.PartitionResult> results(
      @Nullable ReadShareGroupStateResponse response) {
    Map<SharedTopicPartition, ReadShareGroupStateResponse.PartitionResult> results =
        new HashMap<>();
    if (response != null) {
      response.results.forEach(topic ->
          topic.partitions.forEach(
              p -> results.put(new SharedTopicPartition(topic.topicId, p.partition), p)));
    }
    return results;
  }

  private static LoadedState answer(ReadShareGroupStateResponse.PartitionResult result) {
    List<DeliveryBatch> batches = new ArrayList<>();
    result.stateBatches.forEach(batch ->
        batches.add(
            new DeliveryBatch(
                batch.firstOffset, batch.lastOffset, batch.deliveryState, batch.deliveryCount)));
    return new LoadedState(
        ErrorCode.of(result.errorCode), result.stateEpoch, result.startOffset, batches);
  }
}
