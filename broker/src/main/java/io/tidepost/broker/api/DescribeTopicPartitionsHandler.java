package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.option.SocketOptions;
import io.tidepost.broker.security.authorize.Authorizations;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.TopicNames;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeTopicPartitionsRequest;
import io.tidepost.wire.message.DescribeTopicPartitionsResponse;
import io.tidepost.wire.message.DescribeTopicPartitionsResponse.Cursor;
import io.tidepost.wire.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition;
import io.tidepost.wire.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// DescribeTopicPartitions (75), version 0: partitions in pages, in order of topic name and number
/// (KIP-966).
final class DescribeTopicPartitionsHandler
    implements ApiHandler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> {

  private final BrokerContext context;

  DescribeTopicPartitionsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public DescribeTopicPartitionsRequest read(WireReader in, short version) {
    return DescribeTopicPartitionsRequest.read(in, version);
  }

  @Override
  public boolean pipelined() {
    return true;
  }

  @Override
  public boolean keepsRequest() {
    return false;
  }

  @Override
  public void handle(
      DescribeTopicPartitionsRequest request,
      RequestContext caller,
      Reply<DescribeTopicPartitionsResponse> reply) {
    DescribeTopicPartitionsRequest.Cursor cursor = request.cursor;
    String fromTopic = cursor == null ? "" : cursor.topicName;
    MetadataImage image = context.image();
    Collection<String> names = names(request, caller, image, fromTopic);
    if (cursor != null) {
      check(request, cursor, names);
    }
    var response = new DescribeTopicPartitionsResponse();
    int limit = context.options().get(SocketOptions.MAX_REQUEST_PARTITION_SIZE_LIMIT);
    int left = Math.max(1, Math.min(limit, request.responsePartitionLimit));
    for (String name : names) {
      if (left == 0) {
        response.nextCursor = cursor(name, 0);
        break;
      }
      if (!request.topics.isEmpty()
          && !context.authorizations().allowOnTopic(caller, AclOperation.DESCRIBE, name)) {
        response.topics.add(hidden(name));
        continue;
      }
      Topic topic = image.topics().byName(name);
      if (topic == null) {
        if (!request.topics.isEmpty()) {
          response.topics.add(missing(name, operations(caller, name)));
        }
        continue;
      }
      int from = cursor != null && name.equals(fromTopic) ? cursor.partitionIndex : 0;
      int to = (int) Math.min(topic.partitions().size(), (long) from + left);
      DescribeTopicPartitionsResponseTopic page = page(image, topic, from, to);
      page.topicAuthorizedOperations = operations(caller, name);
      response.topics.add(page);
      if (to < topic.partitions().size()) {
        response.nextCursor = cursor(name, to);
        break;
      }
      left -= Math.max(0, to - from);
    }
    reply.send(response);
  }

  private int operations(RequestContext caller, String topic) {
    return context.authorizations().operations(caller, ResourceType.TOPIC, topic);
  }

  private Collection<String> names(
      DescribeTopicPartitionsRequest request,
      RequestContext caller,
      MetadataImage image,
      String fromTopic) {
    var names = new TreeSet<String>();
    if (request.topics.isEmpty()) {
      Authorizations authorizations = context.authorizations();
      image
          .topics()
          .forEach(topic -> {
            if (authorizations.show(
                caller, AclOperation.DESCRIBE, ResourceType.TOPIC, topic.name())) {
              names.add(topic.name());
            }
          });
    } else {
      request.topics.forEach(topic -> names.add(topic.name));
    }
    return names.tailSet(fromTopic, true);
  }

  private static void check(
      DescribeTopicPartitionsRequest request,
      DescribeTopicPartitionsRequest.Cursor cursor,
      Collection<String> names) {
    if (!request.topics.isEmpty() && !names.contains(cursor.topicName)) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST,
          "DescribeTopicPartitionsRequest topic list should contain the cursor topic: "
              + cursor.topicName);
    }
    if (cursor.partitionIndex < 0) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST,
          "DescribeTopicPartitionsRequest cursor partition must be valid: " + cursor);
    }
  }

  private static Cursor cursor(String topic, int partition) {
    var cursor = new Cursor();
    cursor.topicName = topic;
    cursor.partitionIndex = partition;
    return cursor;
  }

  private DescribeTopicPartitionsResponseTopic page(
      MetadataImage image, Topic topic, int from, int to) {
    var result = new DescribeTopicPartitionsResponseTopic();
    result.name = topic.name();
    result.topicId = topic.id();
    result.isInternal = InternalTopics.isInternal(topic.name());
    for (int i = from; i < to; i++) {
      result.partitions.add(partition(image, topic, i));
    }
    return result;
  }

  /// A leader is named only once it accepts writes.
  private DescribeTopicPartitionsResponsePartition partition(
      MetadataImage image, Topic topic, int number) {
    Partition partition = topic.partitions().get(number);
    boolean led =
        partition.leader() == context.nodeId()
            ? context.partitions().find(topic.id(), number) != null
            : isAlive(image, partition.leader());
    var result = new DescribeTopicPartitionsResponsePartition();
    result.partitionIndex = number;
    result.leaderId = led ? partition.leader() : Partition.NO_LEADER;
    result.leaderEpoch = partition.leaderEpoch();
    result.replicaNodes = partition.replicas();
    result.isrNodes = partition.isr();
    result.eligibleLeaderReplicas = partition.elr();
    result.lastKnownElr = partition.lastKnownElr();
    result.offlineReplicas =
        offline(image, partition.replicas(), context.partitions().isOffline(topic.name(), number));
    return result;
  }

  /// @param here whether this node's replica is in a directory that has failed
  private List<Integer> offline(MetadataImage image, List<Integer> replicas, boolean here) {
    return replicas.stream()
        .filter(id -> !isAlive(image, id) || (here && id == context.nodeId()))
        .toList();
  }

  private static boolean isAlive(MetadataImage image, int id) {
    Broker broker = image.brokers().get(id);
    return broker != null && !broker.fenced();
  }

  /// What those are told who may not describe the topic, whether it exists or not.
  private static DescribeTopicPartitionsResponseTopic hidden(String name) {
    var result = new DescribeTopicPartitionsResponseTopic();
    result.errorCode = ErrorCode.TOPIC_AUTHORIZATION_FAILED.code();
    result.name = name;
    result.topicId = Uuid.ZERO;
    return result;
  }

  private static DescribeTopicPartitionsResponseTopic missing(String name, int operations) {
    var result = new DescribeTopicPartitionsResponseTopic();
    ErrorCode error =
        TopicNames.whyInvalid(name) == null
            ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
            : ErrorCode.INVALID_TOPIC_EXCEPTION;
    result.errorCode = error.code();
    result.name = name;
    result.topicId = Uuid.ZERO;
    result.isInternal = InternalTopics.isInternal(name);
    result.topicAuthorizedOperations = operations;
    return result;
  }

  @Override
  public DescribeTopicPartitionsResponse error(
      DescribeTopicPartitionsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new DescribeTopicPartitionsResponse();
    for (DescribeTopicPartitionsRequest.TopicRequest topic : request.topics) {
      DescribeTopicPartitionsResponseTopic failed = missing(topic.name, Integer.MIN_VALUE);
      failed.errorCode = error.code();
      response.topics.add(failed);
    }
    return response;
  }
}
