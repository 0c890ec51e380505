package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ConsumerGroupHeartbeatRequest;
import io.tidepost.wire.message.ConsumerGroupHeartbeatRequest.TopicPartitions;
import io.tidepost.wire.message.ConsumerGroupHeartbeatResponse;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A member joins, stays or leaves, and hears what it is to have (KIP-848).
public final class ConsumerGroupHeartbeat extends GroupCommand<ConsumerGroupHeartbeatResponse> {

  final ConsumerGroupHeartbeatRequest request;
  final Client client;
  final UnaryOperator<SortedSet<String>> visibleTopics;

  /// @param visibleTopics of the topics that a pattern matches those that the client may see; any
  ///   thread
  public ConsumerGroupHeartbeat(
      ConsumerGroupHeartbeatRequest request,
      Client client,
      UnaryOperator<SortedSet<String>> visibleTopics,
      Reply<ConsumerGroupHeartbeatResponse> reply) {
    super(request.groupId, reply);
    this.request = request;
    this.client = client;
    this.visibleTopics = visibleTopics;
  }

  /// Who joins may turn a classic group into a consumer group.
  @Override
  public boolean waitsForEarlierWrites() {
    return request.memberEpoch == HeartbeatRules.JOINS;
  }

  @Override
  protected ConsumerGroupHeartbeatResponse error(ErrorCode error) {
    return error(new Denial(error, error.message()));
  }

  static ConsumerGroupHeartbeatResponse error(Denial denial) {
    ConsumerGroupHeartbeatResponse response = new ConsumerGroupHeartbeatResponse();
    response.errorCode = denial.error().code();
    response.errorMessage = denial.message();
    return response;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ConsumerGroupSettings settings = shard.surroundings().consumerSettings(key());
    Denial denial = HeartbeatRules.check(request, client.apiVersion(), settings);
    if (denial != null) {
      turn.reply(reply, error(denial));
    } else if (request.memberEpoch < HeartbeatRules.JOINS) {
      new Leaving(shard, turn, this).decide();
    } else {
      new Heartbeating(shard, turn, this, settings).decide();
    }
  }

  /// Answers through a turn.
  void reply(Turn<GroupCoordinatorShard> turn, ConsumerGroupHeartbeatResponse response) {
    turn.reply(reply, response);
  }

  /// What the member says it has, `null` when it does not say.
  @Nullable SortedMap<Uuid, SortedSet<Integer>> owned() {
    if (request.topicPartitions == null) {
      return null;
    }
    SortedMap<Uuid, SortedSet<Integer>> owned = new TreeMap<>();
    for (TopicPartitions topic : request.topicPartitions) {
      owned.computeIfAbsent(topic.topicId, t -> new TreeSet<>()).addAll(topic.partitions);
    }
    return owned;
  }
}
