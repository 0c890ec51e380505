package io.tidepost.broker.api;

import io.tidepost.broker.group.GroupConfigs;
import io.tidepost.broker.option.GroupOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.share.ShareRead;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.replica.share.AcknowledgedRange;
import io.tidepost.replica.share.ShareContext;
import io.tidepost.replica.share.ShareMemberKey;
import io.tidepost.replica.share.ShareSessions;
import io.tidepost.replica.share.SharedTopicPartition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ShareFetchRequest;
import io.tidepost.wire.message.ShareFetchRequest.AcknowledgementBatch;
import io.tidepost.wire.message.ShareFetchRequest.FetchPartition;
import io.tidepost.wire.message.ShareFetchRequest.FetchTopic;
import io.tidepost.wire.message.ShareFetchResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// ShareFetch (78), versions 1 and 2 (KIP-932, KIP-1206, KIP-1222): acknowledges what a member was
/// given before, and gives it more.
final class ShareFetchHandler implements ApiHandler<ShareFetchRequest, ShareFetchResponse> {

  private final BrokerContext context;
  private final ShareSessionTable sessions;

  ShareFetchHandler(BrokerContext context, ShareSessionTable sessions) {
    this.context = context;
    this.sessions = sessions;
  }

  @Override
  public ShareFetchRequest read(WireReader in, short version) {
    return ShareFetchRequest.read(in, version);
  }

  @Override
  public boolean keepsRequest() {
    return false;
  }

  @Override
  public void handle(
      ShareFetchRequest request, RequestContext caller, Reply<ShareFetchResponse> reply) {
    ShareMemberKey member = ShareRequests.member(request.groupId, request.memberId);
    context
        .authorizations()
        .demand(caller, AclOperation.READ, ResourceType.GROUP, member.groupId());
    if (request.isRenewAck
        && (request.maxBytes > 0
            || request.minBytes > 0
            || request.maxRecords > 0
            || request.maxWaitMs > 0)) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, "a request that renews locks cannot fetch as well");
    }
    Map<SharedTopicPartition, List<AcknowledgedRange>> acknowledged = acknowledged(request);
    ShareContext session =
        sessions
            .of(caller)
            .fetch(
                member,
                caller.connectionId(),
                request.shareSessionEpoch,
                named(request),
                forgotten(request),
                !acknowledged.isEmpty());
    if (session.error() != ErrorCode.NONE) {
      reply.send(error(request, caller.apiVersion(), session.error(), null));
      return;
    }
    if (request.shareSessionEpoch == ShareSessions.EPOCH_INITIAL) {
      sessions.opened(member, caller, reply);
    }
    new Serving(request, caller, reply, member, session).start(acknowledged);
  }

  private static Set<SharedTopicPartition> named(ShareFetchRequest request) {
    Set<SharedTopicPartition> result = new LinkedHashSet<>();
    for (FetchTopic topic : request.topics) {
      for (FetchPartition partition : topic.partitions) {
        result.add(new SharedTopicPartition(topic.topicId, partition.partitionIndex));
      }
    }
    return result;
  }

  private static Set<SharedTopicPartition> forgotten(ShareFetchRequest request) {
    Set<SharedTopicPartition> result = new LinkedHashSet<>();
    for (ShareFetchRequest.ForgottenTopic topic : request.forgottenTopicsData) {
      for (int partition : topic.partitions) {
        result.add(new SharedTopicPartition(topic.topicId, partition));
      }
    }
    return result;
  }

  private static Map<SharedTopicPartition, List<AcknowledgedRange>> acknowledged(
      ShareFetchRequest request) {
    Map<SharedTopicPartition, List<AcknowledgedRange>> result = new LinkedHashMap<>();
    for (FetchTopic topic : request.topics) {
      for (FetchPartition partition : topic.partitions) {
        if (!partition.acknowledgementBatches.isEmpty()) {
          List<AcknowledgedRange> ranges = new ArrayList<>();
          for (AcknowledgementBatch batch : partition.acknowledgementBatches) {
            ranges.add(
                new AcknowledgedRange(batch.firstOffset, batch.lastOffset, batch.acknowledgeTypes));
          }
          result.put(new SharedTopicPartition(topic.topicId, partition.partitionIndex), ranges);
        }
      }
    }
    return result;
  }

  /// One request: its two halves, and the answer when both are done. On the connection's loop.
  private final class Serving {

    private final ShareFetchRequest request;
    private final RequestContext caller;
    private final Reply<ShareFetchResponse> reply;
    private final ShareMemberKey member;
    private final ShareContext session;
    private final ShareAcknowledging acknowledging;
    private final ShareFetchCall fetching;
    private int open = 2;

    Serving(
        ShareFetchRequest request,
        RequestContext caller,
        Reply<ShareFetchResponse> reply,
        ShareMemberKey member,
        ShareContext session) {
      this.request = request;
      this.caller = caller;
      this.reply = reply;
      this.member = member;
      this.session = session;
      this.acknowledging = new ShareAcknowledging(context, caller, member, this::step);
      this.fetching = new ShareFetchCall(context, request, member, caller, this::step);
    }

    void start(Map<SharedTopicPartition, List<AcknowledgedRange>> acknowledged) {
      acknowledged.forEach((id, ranges) -> acknowledging.add(id, ranges, request.isRenewAck));
      acknowledging.step();
      if (session.closes() || request.isRenewAck || mustPause()) {
        step();
        return;
      }
      session.partitions().forEach(this::fetch);
      reply.whenDisconnected(fetching::abandon);
      fetching.start();
    }

    /// Whether the client has fetched too much to get anything now.
    private boolean mustPause() {
      return context.quotas().limitsFetch() && context.quotas().beforeFetch(caller) > 0;
    }

    private void fetch(SharedTopicPartition id) {
      String topic = ShareAcknowledging.nameOf(context, id);
      if (topic != null
          && !context
              .authorizations()
              .allow(caller, AclOperation.READ, ResourceType.TOPIC, topic)) {
        fetching.refuse(id, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
        return;
      }
      HostedPartition partition = context.partitions().find(id.topicId(), id.partition());
      if (partition == null) {
        fetching.refuse(id, DataErrors.whyMissing(context, true, "", id.topicId(), id.partition()));
      } else {
        fetching.add(id, context.sharePartitions().of(member.groupId(), partition));
      }
    }

    private void step() {
      open--;
      if (open > 0) {
        return;
      }
      if (session.closes()) {
        sessions.closed(member, reply);
      }
      ShareAnswer answer = new ShareAnswer();
      session.added().forEach(answer::mention);
      for (Map.Entry<SharedTopicPartition, ShareRead> read : fetching.reads().entrySet()) {
        answer.fetched(read.getKey(), read.getValue());
      }
      acknowledging.results().forEach(answer::acknowledged);
      ShareFetchResponse response =
          answer.response(
              GroupConfigs.of(context, member.groupId())
                  .get(GroupOptions.SHARE_RECORD_LOCK_DURATION_MS));
      if (context.quotas().limitsFetch()) {
        int pause = context.quotas().fetched(caller, fetching.bytes());
        response.throttle(pause);
        reply.pause(pause);
      }
      reply.send(response);
    }
  }

  @Override
  public ShareFetchResponse error(
      ShareFetchRequest request, short version, ErrorCode error, @Nullable String message) {
    ShareFetchResponse response = new ShareFetchResponse();
    response.errorCode = error.code();
    response.errorMessage = message == null ? error.message() : message;
    return response;
  }
}
