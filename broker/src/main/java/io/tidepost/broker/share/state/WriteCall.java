package io.tidepost.broker.share.state;

import io.tidepost.base.Uuid;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.share.DeliveryBatch;
import io.tidepost.coordinator.share.ShareCoordinatorShard;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.coordinator.share.StateUpdate;
import io.tidepost.coordinator.share.WriteState;
import io.tidepost.replica.share.SharedTopicPartition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.WriteShareGroupStateRequest;
import io.tidepost.wire.message.WriteShareGroupStateResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// WriteShareGroupState (85).
final class WriteCall extends StateCall<ErrorCode> {

  private final int stateEpoch;
  private final StateUpdate update;

  WriteCall(SharePartitionKey key, int stateEpoch, StateUpdate update, Consumer<ErrorCode> done) {
    super(key, done);
    this.stateEpoch = stateEpoch;
    this.update = update;
  }

  @Override
  Command<ShareCoordinatorShard> command(Consumer<ErrorCode> answer) {
    return new WriteState(key(), stateEpoch, update, new Reply<>(answer));
  }

  @Override
  ErrorCode refused(ErrorCode error) {
    return error;
  }

  @Override
  ErrorCode errorOf(ErrorCode answer) {
    return answer;
  }

  @Override
  void send(NodeConnection to, List<StateCall<ErrorCode>> calls, Answered<ErrorCode> answered) {
    var request = new WriteShareGroupStateRequest();
    request.groupId = key().groupId();
    byTopic(calls.stream().map(WriteCall.class::cast).toList())
        .forEach((id, ofTopic) -> request.topics.add(topic(id, ofTopic)));
    to.send(
        new SimpleCall<>(
            WriteShareGroupStateRequest.API_KEY,
            WriteShareGroupStateRequest.HIGHEST_VERSION,
            WriteShareGroupStateRequest.HIGHEST_VERSION,
            request,
            WriteShareGroupStateResponse::read,
            ANSWER_MILLIS_MAX,
            (response, failure) -> tell(calls, results(response), WriteCall::answer, answered)));
  }

  private static WriteShareGroupStateRequest.WriteStateData topic(
      Uuid topicId, List<WriteCall> calls) {
    var topic = new WriteShareGroupStateRequest.WriteStateData();
    topic.topicId = topicId;
    for (WriteCall call : calls) {
      var partition = new WriteShareGroupStateRequest.PartitionData();
      partition.partition = call.key().partition();
      partition.stateEpoch = call.stateEpoch;
      partition.leaderEpoch = call.update.leaderEpoch();
      partition.startOffset = call.update.startOffset();
      partition.deliveryCompleteCount = call.update.deliveryCompleteCount();
      call.update.batches().forEach(batch -> partition.stateBatches.add(batch(batch)));
      topic.partitions.add(partition);
    }
    return topic;
  }

  private static Map<SharedTopicPartition, WriteShareGroupStateResponse.PartitionResult> results(
      @Nullable WriteShareGroupStateResponse response) {
    Map<SharedTopicPartition, WriteShareGroupStateResponse.PartitionResult> results =
        new HashMap<>();
    if (response != null) {
      response.results.forEach(topic ->
          topic.partitions.forEach(
              p -> results.put(new SharedTopicPartition(topic.topicId, p.partition), p)));
    }
    return results;
  }

  private static ErrorCode answer(WriteShareGroupStateResponse.PartitionResult result) {
    return ErrorCode.of(result.errorCode);
  }

  private static WriteShareGroupStateRequest.StateBatch batch(DeliveryBatch from) {
    var batch = new WriteShareGroupStateRequest.StateBatch();
    batch.firstOffset = from.firstOffset();
    batch.lastOffset = from.lastOffset();
    batch.deliveryState = from.state();
    batch.deliveryCount = from.deliveryCount();
    return batch;
  }
}
