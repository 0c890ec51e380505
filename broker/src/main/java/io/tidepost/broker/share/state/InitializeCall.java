package io.tidepost.broker.share.state;

import io.tidepost.base.Uuid;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.share.InitializeState;
import io.tidepost.coordinator.share.ShareCoordinatorShard;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.replica.share.SharedTopicPartition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.InitializeShareGroupStateRequest;
import io.tidepost.wire.message.InitializeShareGroupStateResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// InitializeShareGroupState (83).
final class InitializeCall extends StateCall<ErrorCode> {

  private final int stateEpoch;
  private final long startOffset;

  InitializeCall(
      SharePartitionKey key, int stateEpoch, long startOffset, Consumer<ErrorCode> done) {
    super(key, done);
    this.stateEpoch = stateEpoch;
    this.startOffset = startOffset;
  }

  @Override
  Command<ShareCoordinatorShard> command(Consumer<ErrorCode> answer) {
    return new InitializeState(key(), stateEpoch, startOffset, new Reply<>(answer));
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
    var request = new InitializeShareGroupStateRequest();
    request.groupId = key().groupId();
    byTopic(calls.stream().map(InitializeCall.class::cast).toList())
        .forEach((id, ofTopic) -> request.topics.add(topic(id, ofTopic)));
    to.send(
        new SimpleCall<>(
            InitializeShareGroupStateRequest.API_KEY,
            InitializeShareGroupStateRequest.HIGHEST_VERSION,
            InitializeShareGroupStateRequest.HIGHEST_VERSION,
            request,
            InitializeShareGroupStateResponse::read,
            ANSWER_MILLIS_MAX,
            (response, failure) ->
                tell(calls, results(response), InitializeCall::answer, answered)));
  }

  private static InitializeShareGroupStateRequest.InitializeStateData topic(
      Uuid topicId, List<InitializeCall> calls) {
    var topic = new InitializeShareGroupStateRequest.InitializeStateData();
    topic.topicId = topicId;
    for (InitializeCall call : calls) {
      var partition = new InitializeShareGroupStateRequest.PartitionData();
      partition.partition = call.key().partition();
      partition.stateEpoch = call.stateEpoch;
      partition.startOffset = call.startOffset;
      topic.partitions.add(partition);
    }
    return topic;
  }

  private static Map<SharedTopicPartition, InitializeShareGroupStateResponse.PartitionResult>
      results(@Nullable InitializeShareGroupStateResponse response) {
    Map<SharedTopicPartition, InitializeShareGroupStateResponse.PartitionResult> results =
        new HashMap<>();
    if (response != null) {
      response.results.forEach(topic ->
          topic.partitions.forEach(
              p -> results.put(new SharedTopicPartition(topic.topicId, p.partition), p)));
    }
    return results;
  }

  private static ErrorCode answer(InitializeShareGroupStateResponse.PartitionResult result) {
    return ErrorCode.of(result.errorCode);
  }
}
