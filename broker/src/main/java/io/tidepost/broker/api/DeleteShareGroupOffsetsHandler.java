package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.share.ShareOffsets;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DeleteShareGroupOffsetsRequest;
import io.tidepost.wire.message.DeleteShareGroupOffsetsRequest.DeleteShareGroupOffsetsRequestTopic;
import io.tidepost.wire.message.DeleteShareGroupOffsetsResponse;
import io.tidepost.wire.message.DeleteShareGroupOffsetsResponse.DeleteShareGroupOffsetsResponseTopic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DeleteShareGroupOffsets (92): has an empty share group forget where it stood in topics
/// (KIP-932).
final class DeleteShareGroupOffsetsHandler
    implements ApiHandler<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse> {

  private final BrokerContext broker;
  private final ShareOffsets offsets;

  DeleteShareGroupOffsetsHandler(BrokerContext broker) {
    this.broker = broker;
    this.offsets = new ShareOffsets(broker);
  }

  @Override
  public DeleteShareGroupOffsetsRequest read(WireReader in, short version) {
    return DeleteShareGroupOffsetsRequest.read(in, version);
  }

  @Override
  public void handle(
      DeleteShareGroupOffsetsRequest request,
      RequestContext context,
      Reply<DeleteShareGroupOffsetsResponse> reply) {
    broker
        .authorizations()
        .demand(context, AclOperation.DELETE, ResourceType.GROUP, request.groupId);
    ShareRequests.named(request.groupId);
    DeleteShareGroupOffsetsResponse response = new DeleteShareGroupOffsetsResponse();
    List<Uuid> topics = new ArrayList<>();
    for (DeleteShareGroupOffsetsRequestTopic wanted : request.topics) {
      DeleteShareGroupOffsetsResponseTopic answer = new DeleteShareGroupOffsetsResponseTopic();
      answer.topicName = wanted.topicName;
      Topic topic = broker.image().topics().byName(wanted.topicName);
      ErrorCode error = ErrorCode.NONE;
      if (!broker
          .authorizations()
          .allow(context, AclOperation.READ, ResourceType.TOPIC, wanted.topicName)) {
        error = ErrorCode.TOPIC_AUTHORIZATION_FAILED;
      } else if (topic == null) {
        error = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
      } else {
        answer.topicId = topic.id();
        topics.add(topic.id());
      }
      answer.errorCode = error.code();
      answer.errorMessage = error == ErrorCode.NONE ? null : error.message();
      response.responses.add(answer);
    }
    offsets.delete(
        request.groupId,
        topics,
        error ->
            reply.send(
                error == ErrorCode.NONE
                    ? response
                    : error(request, context.apiVersion(), error, null)));
  }

  @Override
  public DeleteShareGroupOffsetsResponse error(
      DeleteShareGroupOffsetsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    DeleteShareGroupOffsetsResponse response = new DeleteShareGroupOffsetsResponse();
    response.errorCode = error.code();
    response.errorMessage = message == null ? error.message() : message;
    return response;
  }
}
