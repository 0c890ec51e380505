package io.tidepost.broker.share.state;

import io.tidepost.base.Uuid;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.net.client.SimpleCall;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.share.DeleteState;
import io.tidepost.coordinator.share.ShareCoordinatorShard;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.replica.share.SharedTopicPartition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.DeleteShareGroupStateRequest;
import io.tidepost.wire.message.DeleteShareGroupStateResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// DeleteShareGroupState (86).
final class DeleteCall extends StateCall<ErrorCode> {

  DeleteCall(SharePartitionKey key, Consumer<ErrorCode> done) {
    super(key, done);
  }

  @Override
  Command<ShareCoordinatorShard> command(Consumer<ErrorCode> answer) {
    return new DeleteState(key(), new Reply<>(answer));
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
    var request = new DeleteShareGroupStateRequest();
    request.groupId = key().groupId();
    byTopic(calls.stream().map(DeleteCall.class::cast).toList())
        .forEach((id, ofTopic) -> request.topics.add(topic(id, ofTopic)));
    to.send(
        new SimpleCall<>(
            DeleteShareGroupStateRequest.API_KEY,
            DeleteShareGroupStateRequest.HIGHEST_VERSION,
            DeleteShareGroupStateRequest.HIGHEST_VERSION,
            request,
            DeleteShareGroupStateResponse::read,
            ANSWER_MILLIS_MAX,
            (response, failure) -> tell(calls, results(response), DeleteCall::answer, answered)));
  }

  private static DeleteShareGroupStateRequest.DeleteStateData topic(
      Uuid topicId, List<DeleteCall> calls) {
    var topic = new DeleteShareGroupStateRequest.DeleteStateData();
    topic.topicId = topicId;
    for (DeleteCall call : calls) {
      var partition = new DeleteShareGroupStateRequest.PartitionData();
      partition.partition = call.key().partition();
      topic.partitions.add(partition);
    }
    return topic;
  }

  private static Map<SharedTopicPartition, DeleteShareGroupStateResponse.PartitionResult> results(
      @Nullable DeleteShareGroupStateResponse response) {
    Map<SharedTopicPartition, DeleteShareGroupStateResponse.PartitionResult> results =
        new HashMap<>();
    if (response != null) {
      response.results.forEach(topic ->
          topic.partitions.forEach(
              p -> results.put(new SharedTopicPartition(topic.topicId, p.partition), p)));
    }
    return results;
  }

  private static ErrorCode answer(DeleteShareGroupStateResponse.PartitionResult result) {
    return ErrorCode.of(result.errorCode);
  }
}
