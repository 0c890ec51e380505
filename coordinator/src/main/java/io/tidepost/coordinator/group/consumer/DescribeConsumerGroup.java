package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ConsumerGroupDescribeResponse.Assignment;
import io.tidepost.wire.message.ConsumerGroupDescribeResponse.DescribedGroup;
import io.tidepost.wire.message.ConsumerGroupDescribeResponse.Member;
import io.tidepost.wire.message.ConsumerGroupDescribeResponse.TopicPartitions;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who is in a consumer group, what they have and what they are to have.
public final class DescribeConsumerGroup extends GroupCommand<DescribedGroup> {

  private static final byte CLASSIC_MEMBER = 0;
  private static final byte CONSUMER_MEMBER = 1;

  public DescribeConsumerGroup(String groupId, Reply<DescribedGroup> reply) {
    super(groupId, reply);
  }

  @Override
  protected DescribedGroup error(ErrorCode error) {
    DescribedGroup answer = new DescribedGroup();
    answer.groupId = key();
    answer.errorCode = error.code();
    return answer;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ConsumerGroup group = shard.consumer().find(key());
    if (group == null) {
      boolean other = shard.group(key()) != null;
      DescribedGroup answer = error(ErrorCode.GROUP_ID_NOT_FOUND);
      answer.errorMessage =
          "Group " + key() + (other ? " is not a consumer group." : " not found.");
      turn.reply(reply, answer);
      return;
    }
    turn.reply(reply, describe(group, shard));
  }

  private DescribedGroup describe(ConsumerGroup group, GroupCoordinatorShard shard) {
    DescribedGroup answer = error(ErrorCode.NONE);
    answer.groupState = group.stateName();
    answer.groupEpoch = group.epoch();
    answer.assignmentEpoch = group.assignmentEpoch();
    answer.assignorName =
        Assigning.preferredAssignor(group, shard.surroundings().consumerSettings(key()));
    TopicCatalog topics = shard.surroundings().topics();
    for (ConsumerMember member : group.members()) {
      answer.members.add(describe(member, group, topics));
    }
    return answer;
  }

  private static Member describe(ConsumerMember member, ConsumerGroup group, TopicCatalog topics) {
    Subscription subscription = member.subscription();
    Member described = new Member();
    described.memberId = member.memberId();
    described.instanceId = subscription.instanceId();
    described.rackId = subscription.rackId();
    described.memberEpoch = member.memberEpoch();
    described.clientId = subscription.clientId();
    described.clientHost = subscription.clientHost();
    described.subscribedTopicNames = new ArrayList<>(subscription.topics());
    described.subscribedTopicRegex = subscription.regex();
    SortedMap<Uuid, SortedSet<Integer>> owned = new TreeMap<>();
    member
        .ownership()
        .assigned()
        .forEach(
            (topic, of) -> owned.computeIfAbsent(topic, t -> new TreeSet<>()).addAll(of.keySet()));
    member
        .ownership()
        .pendingRevocation()
        .forEach(
            (topic, of) -> owned.computeIfAbsent(topic, t -> new TreeSet<>()).addAll(of.keySet()));
    described.assignment = assignment(owned, topics);
    described.targetAssignment = assignment(group.target(member.memberId()), topics);
    described.memberType = subscription.usesClassicProtocol() ? CLASSIC_MEMBER : CONSUMER_MEMBER;
    return described;
  }

  private static Assignment assignment(
      SortedMap<Uuid, SortedSet<Integer>> partitions, TopicCatalog topics) {
    Assignment assignment = new Assignment();
    partitions.forEach((id, of) -> {
      KnownTopic known = topics.byId(id);
      if (known != null) {
        TopicPartitions entry = new TopicPartitions();
        entry.topicId = id;
        entry.topicName = known.name();
        entry.partitions = new ArrayList<>(of);
        assignment.topicPartitions.add(entry);
      }
    });
    return assignment;
  }
}
