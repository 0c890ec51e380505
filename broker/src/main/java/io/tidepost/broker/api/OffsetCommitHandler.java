package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.offset.OffsetCommit;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.image.Topic;
import io.tidepost.metadata.image.Topics;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.OffsetCommitRequest;
import io.tidepost.wire.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.tidepost.wire.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.tidepost.wire.message.OffsetCommitResponse;
import io.tidepost.wire.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group says where it is. Topics are named by name, since version 10 by id; the coordinator gets
/// both, and only topics that exist.
final class OffsetCommitHandler implements ApiHandler<OffsetCommitRequest, OffsetCommitResponse> {

  private static final short TOPIC_ID_VERSION = 10;

  private final BrokerContext broker;

  OffsetCommitHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public OffsetCommitRequest read(WireReader in, short version) {
    return OffsetCommitRequest.read(in, version);
  }

  @Override
  public void handle(
      OffsetCommitRequest request, RequestContext context, Reply<OffsetCommitResponse> reply) {
    broker.authorizations().demandOnGroup(context, AclOperation.READ, request.groupId);
    boolean byId = context.apiVersion() >= TOPIC_ID_VERSION;
    List<OffsetCommitRequestTopic> known = new ArrayList<>();
    OffsetCommitRequest unknown = new OffsetCommitRequest();
    OffsetCommitRequest unknownPartitions = new OffsetCommitRequest();
    OffsetCommitRequest forbidden = new OffsetCommitRequest();
    Topics topics = broker.image().topics();
    for (OffsetCommitRequestTopic topic : request.topics) {
      Topic found = byId ? topics.byId(topic.topicId) : topics.byName(topic.name);
      String name = byId && found != null ? found.name() : topic.name;
      if (!(byId && found == null)
          && !broker.authorizations().allowOnTopic(context, AclOperation.READ, name)) {
        forbidden.topics.add(topic);
      } else if (found == null) {
        unknown.topics.add(topic);
      } else {
        topic.name = found.name();
        topic.topicId = found.id();
        OffsetCommitRequestTopic strange = splitUnknown(topic, found.partitions().size());
        if (!topic.partitions.isEmpty()) {
          known.add(topic);
        }
        if (!strange.partitions.isEmpty()) {
          unknownPartitions.topics.add(strange);
        }
      }
    }
    ErrorCode error = byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    List<OffsetCommitResponseTopic> refused =
        new ArrayList<>(OffsetCommit.error(forbidden, ErrorCode.TOPIC_AUTHORIZATION_FAILED).topics);
    refused.addAll(OffsetCommit.error(unknown, error).topics);
    refused.addAll(
        OffsetCommit.error(unknownPartitions, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION).topics);
    if (known.isEmpty()) {
      reply.send(complete(new OffsetCommitResponse(), refused));
      return;
    }
    request.topics = known;
    broker
        .groups()
        .submit(
            new OffsetCommit(
                request,
                GroupRequests.client(context),
                new io.tidepost.coordinator.runtime.Reply<>(
                    response -> reply.send(complete(response, refused)))));
  }

  /// Leaves in `topic` the partitions that there are, and returns the others.
  private static OffsetCommitRequestTopic splitUnknown(OffsetCommitRequestTopic topic, int count) {
    var unknown = new OffsetCommitRequestTopic();
    unknown.name = topic.name;
    unknown.topicId = topic.topicId;
    for (Iterator<OffsetCommitRequestPartition> all = topic.partitions.iterator();
        all.hasNext(); ) {
      OffsetCommitRequestPartition partition = all.next();
      if (partition.partitionIndex < 0 || partition.partitionIndex >= count) {
        unknown.partitions.add(partition);
        all.remove();
      }
    }
    return unknown;
  }

  private static void add(OffsetCommitResponse response, OffsetCommitResponseTopic topic) {
    for (OffsetCommitResponseTopic there : response.topics) {
      if (there.name.equals(topic.name) && there.topicId.equals(topic.topicId)) {
        there.partitions.addAll(topic.partitions);
        return;
      }
    }
    response.topics.add(topic);
  }

  private static OffsetCommitResponse complete(
      OffsetCommitResponse response, List<OffsetCommitResponseTopic> refused) {
    refused.forEach(topic -> add(response, topic));
    return response;
  }

  @Override
  public OffsetCommitResponse error(
      OffsetCommitRequest request, short version, ErrorCode error, @Nullable String message) {
    return OffsetCommit.error(request, error);
  }
}
