package io.tidepost.sim.group;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.consumer.ConsumerGroupHeartbeat;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ConsumerGroupHeartbeatRequest;
import io.tidepost.wire.message.ConsumerGroupHeartbeatRequest.TopicPartitions;
import io.tidepost.wire.message.ConsumerGroupHeartbeatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A member of the consumer protocol (KIP-848).
final class ConsumerMembership extends Membership {

  private static final Client CLIENT = new Client("consumer", "/host", (short) 1);
  private static final int LEAVES = -1;
  private static final int LEAVES_FOR_A_WHILE = -2;

  private boolean in;
  private boolean tellsAll = true;

  ConsumerMembership(GroupClient client, String memberId) {
    super(client, memberId);
  }

  @Override
  boolean isIn() {
    return in;
  }

  @Override
  boolean needsEpochs() {
    return true;
  }

  @Override
  void lostAnswer() {
    tellsAll = true;
  }

  @Override
  void next() {
    boolean gaveUp = !leaving.isEmpty() && giveUpLeaving();
    ConsumerGroupHeartbeatRequest request = request(in ? epoch : 0);
    if (!in || tellsAll || random.chance(20)) {
      request.rebalanceTimeoutMs = GroupNode.REBALANCE_MILLIS;
      request.subscribedTopicNames = topics;
      request.topicPartitions = told();
    } else if (gaveUp || random.chance(30)) {
      request.topicPartitions = told();
    }
    tellsAll = false;
    conversation.ask(
        receiver ->
            world
                .node()
                .ask(new ConsumerGroupHeartbeat(request, CLIENT, t -> t, new Reply<>(receiver))),
        this::answered);
  }

  private ConsumerGroupHeartbeatRequest request(int atEpoch) {
    ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest();
    request.groupId = groupId;
    request.memberId = memberId;
    request.memberEpoch = atEpoch;
    request.instanceId = instanceId;
    return request;
  }

  private List<TopicPartitions> told() {
    Map<String, TopicPartitions> byTopic = new TreeMap<>();
    for (TopicPartition each : owned) {
      byTopic
          .computeIfAbsent(
              each.topic(),
              name -> {
                TopicPartitions entry = new TopicPartitions();
                entry.topicId = world.topics.get(name).id();
                return entry;
              })
          .partitions
          .add(each.partition());
    }
    return new ArrayList<>(byTopic.values());
  }

  private void answered(ConsumerGroupHeartbeatResponse response) {
    ErrorCode error = ErrorCode.of(response.errorCode);
    switch (error) {
      case NONE -> {
        in = true;
        epoch = response.memberEpoch;
        if (response.assignment != null) {
          receive(partitions(response.assignment));
        }
      }
      case FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID, GROUP_ID_NOT_FOUND, FENCED_INSTANCE_ID -> {
        in = false;
        loseEverything();
      }
      default -> tellsAll = true;
    }
    heard("heartbeat", response.errorCode);
  }

  private List<TopicPartition> partitions(ConsumerGroupHeartbeatResponse.Assignment assignment) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (var entry : assignment.topicPartitions) {
      KnownTopic topic = world.topics.byId(entry.topicId);
      if (topic != null) {
        entry.partitions.forEach(p -> partitions.add(new TopicPartition(topic.name(), p)));
      }
    }
    return partitions;
  }

  @Override
  void leave() {
    if (in) {
      ConsumerGroupHeartbeatRequest request =
          request(instanceId == null ? LEAVES : LEAVES_FOR_A_WHILE);
      conversation.ask(
          receiver ->
              world
                  .node()
                  .ask(new ConsumerGroupHeartbeat(request, CLIENT, t -> t, new Reply<>(receiver))),
          (ConsumerGroupHeartbeatResponse response) -> heard("leave", response.errorCode));
    }
  }
}
