package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.MetadataResponse.MetadataResponsePartition;
import io.tidepost.wire.message.MetadataResponse.MetadataResponseTopic;
import java.util.List;

/// Describes topics to clients. A leader is named only once its partition accepts writes: a
/// producer that is told earlier would lose the order of its first batches.
final class TopicDescriptions {

  private final BrokerContext context;

  TopicDescriptions(BrokerContext context) {
    this.context = context;
  }

  MetadataResponseTopic of(Topic topic) {
    var result = new MetadataResponseTopic();
    result.name = topic.name();
    result.topicId = topic.id();
    result.isInternal = InternalTopics.isInternal(topic.name());
    for (int number = 0; number < topic.partitions().size(); number++) {
      result.partitions.add(partition(topic, number, topic.partitions().get(number)));
    }
    return result;
  }

  private MetadataResponsePartition partition(Topic topic, int number, Partition partition) {
    var result = new MetadataResponsePartition();
    result.partitionIndex = number;
    result.leaderEpoch = partition.leaderEpoch();
    result.replicaNodes = partition.replicas();
    result.isrNodes = partition.isr();
    result.offlineReplicas = partition.replicas().stream().filter(id -> !isAlive(id)).toList();
    if (partition.leader() == context.nodeId()
        && context.partitions().find(topic.id(), number) == null) {
      result.errorCode = ErrorCode.LEADER_NOT_AVAILABLE.code();
      result.leaderId = Partition.NO_LEADER;
      if (context.partitions().isOffline(topic.name(), number)) {
        result.offlineReplicas = List.of(context.nodeId());
      }
      return result;
    }
    result.leaderId = partition.leader();
    if (partition.leader() == Partition.NO_LEADER) {
      result.errorCode = ErrorCode.LEADER_NOT_AVAILABLE.code();
    }
    return result;
  }

  private boolean isAlive(int id) {
    Broker broker = context.image().brokers().get(id);
    return broker != null && !broker.fenced();
  }
}
