package io.tidepost.broker.api;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.broker.coordinator.Gather;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.share.RemoteEnds;
import io.tidepost.broker.share.state.StateSummary;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.coordinator.group.share.ShareGroupStates;
import io.tidepost.coordinator.group.share.SharedTopic;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeShareGroupOffsetsRequest;
import io.tidepost.wire.message.DescribeShareGroupOffsetsRequest.DescribeShareGroupOffsetsRequestGroup;
import io.tidepost.wire.message.DescribeShareGroupOffsetsRequest.DescribeShareGroupOffsetsRequestTopic;
import io.tidepost.wire.message.DescribeShareGroupOffsetsResponse;
import io.tidepost.wire.message.DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponseGroup;
import io.tidepost.wire.message.DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponsePartition;
import io.tidepost.wire.message.DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponseTopic;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// DescribeShareGroupOffsets (90): where share groups stand in their partitions, and how much they
/// have not done yet (KIP-932, KIP-1226).
final class DescribeShareGroupOffsetsHandler
    implements ApiHandler<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse> {

  private static final long UNKNOWN = -1;

  private final BrokerContext broker;

  DescribeShareGroupOffsetsHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public DescribeShareGroupOffsetsRequest read(WireReader in, short version) {
    return DescribeShareGroupOffsetsRequest.read(in, version);
  }

  @Override
  public void handle(
      DescribeShareGroupOffsetsRequest request,
      RequestContext context,
      Reply<DescribeShareGroupOffsetsResponse> reply) {
    List<DescribeShareGroupOffsetsRequestGroup> groups = request.groups;
    Gather<DescribeShareGroupOffsetsResponseGroup> gather =
        new Gather<>(
            groups.size(),
            described -> {
              DescribeShareGroupOffsetsResponse response = new DescribeShareGroupOffsetsResponse();
              response.groups.addAll(described);
              reply.send(response);
            });
    for (int i = 0; i < groups.size(); i++) {
      int number = i;
      DescribeShareGroupOffsetsRequestGroup group = groups.get(i);
      if (!broker
          .authorizations()
          .allow(context, AclOperation.DESCRIBE, ResourceType.GROUP, group.groupId)) {
        gather.arrived(number, refused(group.groupId, ErrorCode.GROUP_AUTHORIZATION_FAILED, null));
        continue;
      }
      if (group.groupId.isEmpty()) {
        gather.arrived(number, refused(group.groupId, ErrorCode.INVALID_GROUP_ID, null));
        continue;
      }
      broker
          .groups()
          .submit(
              new ShareGroupStates(
                  group.groupId,
                  new io.tidepost.coordinator.runtime.Reply<>(states ->
                      describe(group, context, states, answer -> gather.arrived(number, answer)))));
    }
  }

  private void describe(
      DescribeShareGroupOffsetsRequestGroup request,
      RequestContext context,
      ShareGroupStates.Result states,
      Consumer<DescribeShareGroupOffsetsResponseGroup> done) {
    // Of a group that does not exist nothing is known, as of one that has not fetched yet.
    if (states.error() != ErrorCode.NONE && states.error() != ErrorCode.GROUP_ID_NOT_FOUND) {
      done.accept(refused(request.groupId, states.error(), null));
      return;
    }
    DescribeShareGroupOffsetsResponseGroup group = new DescribeShareGroupOffsetsResponseGroup();
    group.groupId = request.groupId;
    FanOut fanOut = new FanOut(() -> done.accept(group));
    if (request.topics == null) {
      for (Map.Entry<Uuid, SharedTopic> entry : states.topics().all().entrySet()) {
        Topic topic = broker.image().topics().byId(entry.getKey());
        if (topic != null
            && broker
                .authorizations()
                .show(context, AclOperation.DESCRIBE, ResourceType.TOPIC, topic.name())) {
          describe(group, topic, List.copyOf(entry.getValue().partitions()), states, fanOut);
        }
      }
    } else {
      for (DescribeShareGroupOffsetsRequestTopic wanted : request.topics) {
        Topic topic = broker.image().topics().byName(wanted.topicName);
        boolean allowed =
            broker
                .authorizations()
                .allow(context, AclOperation.DESCRIBE, ResourceType.TOPIC, wanted.topicName);
        if (!allowed || topic == null) {
          refuse(
              group,
              wanted,
              allowed
                  ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                  : ErrorCode.TOPIC_AUTHORIZATION_FAILED);
        } else {
          describe(group, topic, wanted.partitions, states, fanOut);
        }
      }
    }
    fanOut.step();
  }

  private static void refuse(
      DescribeShareGroupOffsetsResponseGroup group,
      DescribeShareGroupOffsetsRequestTopic wanted,
      ErrorCode error) {
    DescribeShareGroupOffsetsResponseTopic topic = new DescribeShareGroupOffsetsResponseTopic();
    topic.topicName = wanted.topicName;
    topic.topicId = Uuid.ZERO;
    for (int number : wanted.partitions) {
      DescribeShareGroupOffsetsResponsePartition partition = partition(number);
      partition.errorCode = error.code();
      partition.errorMessage = error.message();
      topic.partitions.add(partition);
    }
    group.topics.add(topic);
  }

  private void describe(
      DescribeShareGroupOffsetsResponseGroup group,
      Topic topic,
      List<Integer> partitions,
      ShareGroupStates.Result states,
      FanOut fanOut) {
    DescribeShareGroupOffsetsResponseTopic answer = new DescribeShareGroupOffsetsResponseTopic();
    answer.topicName = topic.name();
    answer.topicId = topic.id();
    group.topics.add(answer);
    for (int number : partitions) {
      DescribeShareGroupOffsetsResponsePartition partition = partition(number);
      answer.partitions.add(partition);
      if (states.topics().contains(topic.id(), number)) {
        fanOut.expect();
        SharePartitionKey key = new SharePartitionKey(group.groupId, topic.id(), number);
        broker
            .shareCoordinators()
            .states()
            .summarize(key, summary -> summarize(topic, summary, partition, fanOut));
      }
    }
  }

  private static DescribeShareGroupOffsetsResponsePartition partition(int number) {
    DescribeShareGroupOffsetsResponsePartition partition =
        new DescribeShareGroupOffsetsResponsePartition();
    partition.partitionIndex = number;
    partition.startOffset = UNKNOWN;
    partition.leaderEpoch = 0;
    partition.lag = UNKNOWN;
    return partition;
  }

  /// Before the topic of the states exists nothing was fetched, and no start offset is known.
  private void summarize(
      Topic topic,
      StateSummary summary,
      DescribeShareGroupOffsetsResponsePartition answer,
      FanOut fanOut) {
    boolean noStates = broker.shareCoordinators().topic().find() == null;
    if (summary.error() != ErrorCode.NONE && !noStates) {
      answer.errorCode = summary.error().code();
      answer.errorMessage = summary.error().message();
    } else if (summary.error() == ErrorCode.NONE) {
      answer.startOffset = summary.startOffset();
      answer.leaderEpoch = summary.leaderEpoch();
      HostedPartition hosted = broker.partitions().find(topic.id(), answer.partitionIndex);
      if (summary.startOffset() < 0) {
        fanOut.step();
        return;
      }
      if (hosted == null) {
        RemoteEnds.lastStableOffset(
            broker,
            new TopicPartition(topic.name(), answer.partitionIndex),
            end -> {
              answer.lag = lag(end, summary.startOffset(), summary);
              fanOut.step();
            });
        return;
      }
      fanOut.on(
          hosted,
          () -> {
            long start = Math.max(summary.startOffset(), hosted.leader().log().logStartOffset());
            answer.lag = lag(hosted.leader().lastStableOffset(), start, summary);
          });
    }
    fanOut.step();
  }

  private static long lag(long end, long start, StateSummary summary) {
    return end < 0 || summary.deliveryCompleteCount() < 0
        ? UNKNOWN
        : Math.max(0, end - start - summary.deliveryCompleteCount());
  }

  private static DescribeShareGroupOffsetsResponseGroup refused(
      String groupId, ErrorCode error, @Nullable String message) {
    DescribeShareGroupOffsetsResponseGroup group = new DescribeShareGroupOffsetsResponseGroup();
    group.groupId = groupId;
    group.errorCode = error.code();
    group.errorMessage = message == null ? error.message() : message;
    return group;
  }

  @Override
  public DescribeShareGroupOffsetsResponse error(
      DescribeShareGroupOffsetsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    DescribeShareGroupOffsetsResponse response = new DescribeShareGroupOffsetsResponse();
    request.groups.forEach(group -> response.groups.add(refused(group.groupId, error, message)));
    return response;
  }
}
