package io.tidepost.broker.api;

import io.tidepost.broker.net.Loop;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.share.HostedSharePartition;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.image.Topic;
import io.tidepost.replica.share.AcknowledgeType;
import io.tidepost.replica.share.AcknowledgedRange;
import io.tidepost.replica.share.ShareMemberKey;
import io.tidepost.replica.share.SharedTopicPartition;
import io.tidepost.wire.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The acknowledging half of ShareFetch, and all of ShareAcknowledge: has each partition decide on
/// what is acknowledged of it. On the connection's loop.
final class ShareAcknowledging {

  private final BrokerContext context;
  private final RequestContext caller;
  private final ShareMemberKey member;
  private final Loop home;
  private final Runnable done;
  private final Map<SharedTopicPartition, ErrorCode> results = new LinkedHashMap<>();
  private int open = 1;

  /// @param done runs on the connection's loop when all is stored or refused
  ShareAcknowledging(
      BrokerContext context, RequestContext caller, ShareMemberKey member, Runnable done) {
    this.context = context;
    this.caller = caller;
    this.member = member;
    this.home = caller.loop();
    this.done = done;
  }

  /// What became of each partition.
  Map<SharedTopicPartition, ErrorCode> results() {
    return results;
  }

  /// @param renews whether the request says that it renews locks
  void add(SharedTopicPartition id, List<AcknowledgedRange> ranges, boolean renews) {
    ErrorCode refusal = refusal(id, ranges, renews);
    if (refusal != ErrorCode.NONE || ranges.isEmpty()) {
      results.put(id, refusal);
      return;
    }
    HostedPartition partition = context.partitions().find(id.topicId(), id.partition());
    if (partition == null) {
      results.put(id, DataErrors.whyMissing(context, true, "", id.topicId(), id.partition()));
      return;
    }
    open++;
    results.put(id, ErrorCode.NONE);
    HostedSharePartition hosted = context.sharePartitions().of(member.groupId(), partition);
    hosted
        .loop()
        .run(() ->
            hosted.acknowledge(
                member.memberId(), ranges, error -> home.run(() -> settled(id, error))));
  }

  private ErrorCode refusal(
      SharedTopicPartition id, List<AcknowledgedRange> ranges, boolean renews) {
    Topic topic = context.image().topics().byId(id.topicId());
    if (topic == null) {
      return ErrorCode.UNKNOWN_TOPIC_ID;
    }
    if (!context
        .authorizations()
        .allow(caller, AclOperation.READ, ResourceType.TOPIC, topic.name())) {
      return ErrorCode.TOPIC_AUTHORIZATION_FAILED;
    }
    for (AcknowledgedRange range : ranges) {
      for (byte type : range.types()) {
        if (type == AcknowledgeType.RENEW.ordinal() && !renews) {
          return ErrorCode.INVALID_REQUEST;
        }
      }
    }
    return ErrorCode.NONE;
  }

  private void settled(SharedTopicPartition id, ErrorCode error) {
    results.put(id, error);
    step();
  }

  /// Everything was added.
  void step() {
    open--;
    if (open == 0) {
      done.run();
    }
  }

  /// The name of a topic, `null` when it does not exist.
  static @Nullable String nameOf(BrokerContext context, SharedTopicPartition id) {
    Topic topic = context.image().topics().byId(id.topicId());
    return topic == null ? null : topic.name();
  }
}
