package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.group.GroupConfigs;
import io.tidepost.broker.option.GroupOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.replica.share.AcknowledgedRange;
import io.tidepost.replica.share.ShareContext;
import io.tidepost.replica.share.ShareMemberKey;
import io.tidepost.replica.share.SharedTopicPartition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ShareAcknowledgeRequest;
import io.tidepost.wire.message.ShareAcknowledgeRequest.AcknowledgePartition;
import io.tidepost.wire.message.ShareAcknowledgeRequest.AcknowledgeTopic;
import io.tidepost.wire.message.ShareAcknowledgeRequest.AcknowledgementBatch;
import io.tidepost.wire.message.ShareAcknowledgeResponse;
import io.tidepost.wire.message.ShareAcknowledgeResponse.PartitionData;
import io.tidepost.wire.message.ShareAcknowledgeResponse.ShareAcknowledgeTopicResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// ShareAcknowledge (79), versions 1 and 2 (KIP-932, KIP-1222): a member says what became of
/// records it was given.
final class ShareAcknowledgeHandler
    implements ApiHandler<ShareAcknowledgeRequest, ShareAcknowledgeResponse> {

  private final BrokerContext context;
  private final ShareSessionTable sessions;

  ShareAcknowledgeHandler(BrokerContext context, ShareSessionTable sessions) {
    this.context = context;
    this.sessions = sessions;
  }

  @Override
  public ShareAcknowledgeRequest read(WireReader in, short version) {
    return ShareAcknowledgeRequest.read(in, version);
  }

  @Override
  public boolean keepsRequest() {
    return false;
  }

  @Override
  public void handle(
      ShareAcknowledgeRequest request,
      RequestContext caller,
      Reply<ShareAcknowledgeResponse> reply) {
    ShareMemberKey member = ShareRequests.member(request.groupId, request.memberId);
    context
        .authorizations()
        .demand(caller, AclOperation.READ, ResourceType.GROUP, member.groupId());
    ShareContext session = sessions.of(caller).acknowledge(member, request.shareSessionEpoch);
    if (session.error() != ErrorCode.NONE) {
      reply.send(error(request, caller.apiVersion(), session.error(), null));
      return;
    }
    ShareAcknowledging[] all = new ShareAcknowledging[1];
    ShareAcknowledging acknowledging =
        new ShareAcknowledging(
            context,
            caller,
            member,
            () -> {
              if (session.closes()) {
                sessions.closed(member, reply);
              }
              reply.send(response(member, all[0].results()));
            });
    all[0] = acknowledging;
    for (AcknowledgeTopic topic : request.topics) {
      for (AcknowledgePartition partition : topic.partitions) {
        List<AcknowledgedRange> ranges = new ArrayList<>();
        for (AcknowledgementBatch batch : partition.acknowledgementBatches) {
          ranges.add(
              new AcknowledgedRange(batch.firstOffset, batch.lastOffset, batch.acknowledgeTypes));
        }
        acknowledging.add(
            new SharedTopicPartition(topic.topicId, partition.partitionIndex),
            ranges,
            request.isRenewAck);
      }
    }
    acknowledging.step();
  }

  private ShareAcknowledgeResponse response(
      ShareMemberKey member, Map<SharedTopicPartition, ErrorCode> results) {
    ShareAcknowledgeResponse response = new ShareAcknowledgeResponse();
    response.acquisitionLockTimeoutMs =
        GroupConfigs.of(context, member.groupId()).get(GroupOptions.SHARE_RECORD_LOCK_DURATION_MS);
    Map<Uuid, ShareAcknowledgeTopicResponse> topics = new LinkedHashMap<>();
    results.forEach((id, error) -> {
      PartitionData data = new PartitionData();
      data.partitionIndex = id.partition();
      data.errorCode = error.code();
      data.errorMessage = error == ErrorCode.NONE ? null : error.message();
      topics
          .computeIfAbsent(
              id.topicId(),
              topicId -> {
                ShareAcknowledgeTopicResponse topic = new ShareAcknowledgeTopicResponse();
                topic.topicId = topicId;
                response.responses.add(topic);
                return topic;
              })
          .partitions
          .add(data);
    });
    return response;
  }

  @Override
  public ShareAcknowledgeResponse error(
      ShareAcknowledgeRequest request, short version, ErrorCode error, @Nullable String message) {
    ShareAcknowledgeResponse response = new ShareAcknowledgeResponse();
    response.errorCode = error.code();
    response.errorMessage = message == null ? error.message() : message;
    return response;
  }
}
