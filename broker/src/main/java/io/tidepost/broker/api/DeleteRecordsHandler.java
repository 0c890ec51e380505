package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.replica.PartitionLeader.Deleted;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DeleteRecordsRequest;
import io.tidepost.wire.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.tidepost.wire.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.tidepost.wire.message.DeleteRecordsResponse;
import io.tidepost.wire.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import io.tidepost.wire.message.DeleteRecordsResponse.DeleteRecordsTopicResult;
import org.jspecify.annotations.Nullable;

/// DeleteRecords (21), versions 0 to 2: moves log start offsets up (KIP-107). A topic whose
/// `cleanup.policy` does not contain `delete` refuses it, as Kafka does.
final class DeleteRecordsHandler
    implements ApiHandler<DeleteRecordsRequest, DeleteRecordsResponse> {

  private final BrokerContext context;

  DeleteRecordsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public DeleteRecordsRequest read(WireReader in, short version) {
    return DeleteRecordsRequest.read(in, version);
  }

  @Override
  public void handle(
      DeleteRecordsRequest request, RequestContext caller, Reply<DeleteRecordsResponse> reply) {
    var response = new DeleteRecordsResponse();
    FanOut fanOut = new FanOut(() -> reply.send(response));
    for (DeleteRecordsTopic topic : request.topics) {
      var result = new DeleteRecordsTopicResult();
      result.name = topic.name;
      response.topics.add(result);
      boolean allowed =
          context.authorizations().allowOnTopic(caller, AclOperation.DELETE, topic.name);
      for (DeleteRecordsPartition wanted : topic.partitions) {
        var answer = answer(wanted, ErrorCode.NONE);
        result.partitions.add(answer);
        HostedPartition partition = context.partitions().find(topic.name, wanted.partitionIndex);
        if (!allowed) {
          answer.errorCode = ErrorCode.TOPIC_AUTHORIZATION_FAILED.code();
        } else if (partition == null) {
          answer.errorCode =
              DataErrors.whyMissing(context, false, topic.name, Uuid.ZERO, wanted.partitionIndex)
                  .code();
        } else if (InternalTopics.isInternal(topic.name)) {
          answer.errorCode = ErrorCode.INVALID_TOPIC_EXCEPTION.code();
        } else if (!partition.settings().log().deletes()) {
          answer.errorCode = ErrorCode.POLICY_VIOLATION.code();
        } else {
          fanOut.on(partition, () -> delete(partition, wanted.offset, answer));
        }
      }
    }
    fanOut.step();
  }

  private void delete(HostedPartition partition, long offset, DeleteRecordsPartitionResult answer) {
    Deleted deleted = partition.leader().deleteRecords(offset, context.clock().wallMillis());
    answer.errorCode = deleted.error().code();
    answer.lowWatermark = deleted.lowWatermark();
  }

  private static DeleteRecordsPartitionResult answer(
      DeleteRecordsPartition wanted, ErrorCode error) {
    var answer = new DeleteRecordsPartitionResult();
    answer.partitionIndex = wanted.partitionIndex;
    answer.lowWatermark = -1;
    answer.errorCode = error.code();
    return answer;
  }

  @Override
  public DeleteRecordsResponse error(
      DeleteRecordsRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new DeleteRecordsResponse();
    for (DeleteRecordsTopic topic : request.topics) {
      var result = new DeleteRecordsTopicResult();
      result.name = topic.name;
      topic.partitions.forEach(wanted -> result.partitions.add(answer(wanted, error)));
      response.topics.add(result);
    }
    return response;
  }
}
