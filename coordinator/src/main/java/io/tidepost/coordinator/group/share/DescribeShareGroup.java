package io.tidepost.coordinator.group.share;

import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ShareGroupDescribeResponse.DescribedGroup;
import io.tidepost.wire.message.ShareGroupDescribeResponse.Member;
import io.tidepost.wire.message.ShareGroupDescribeResponse.TopicPartitions;
import java.util.ArrayList;

/// Who is in a share group and what they work on.
public final class DescribeShareGroup extends GroupCommand<DescribedGroup> {

  public DescribeShareGroup(String groupId, Reply<DescribedGroup> reply) {
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
    ShareGroup group = shard.share().find(key());
    if (group == null) {
      DescribedGroup answer = error(ErrorCode.GROUP_ID_NOT_FOUND);
      answer.errorMessage =
          "Group " + key() + (shard.exists(key()) ? " is not a share group." : " not found.");
      turn.reply(reply, answer);
      return;
    }
    DescribedGroup answer = error(ErrorCode.NONE);
    answer.groupState = group.stateName();
    answer.groupEpoch = group.epoch();
    answer.assignmentEpoch = group.assignmentEpoch();
    answer.assignorName = SimpleAssignor.NAME;
    for (ShareMember member : group.members().values()) {
      answer.members.add(describe(member, shard.surroundings().topics()));
    }
    turn.reply(reply, answer);
  }

  private static Member describe(ShareMember member, TopicCatalog topics) {
    Member answer = new Member();
    answer.memberId = member.memberId();
    answer.rackId = member.rackId();
    answer.memberEpoch = member.epoch();
    answer.clientId = member.clientId();
    answer.clientHost = member.clientHost();
    answer.subscribedTopicNames = new ArrayList<>(member.topics());
    member
        .assigned()
        .topics()
        .forEach((topicId, partitions) -> {
          KnownTopic topic = topics.byId(topicId);
          if (topic != null) {
            TopicPartitions assigned = new TopicPartitions();
            assigned.topicId = topicId;
            assigned.topicName = topic.name();
            assigned.partitions = new ArrayList<>(partitions);
            answer.assignment.topicPartitions.add(assigned);
          }
        });
    return answer;
  }
}
