package io.tidepost.coordinator.group;

import io.tidepost.coordinator.group.classic.ClassicGroup;
import io.tidepost.coordinator.group.classic.Descriptions;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.DescribeGroupsResponse.DescribedGroup;

/// Who is in a classic group and what they have. Groups of other kinds are as good as none here.
public final class DescribeGroup extends GroupCommand<DescribedGroup> {

  /// From this version on a group that does not exist is an error (KIP-1043), before it is "Dead".
  private static final short NOT_FOUND_VERSION = 6;

  private final short apiVersion;

  public DescribeGroup(String groupId, short apiVersion, Reply<DescribedGroup> reply) {
    super(groupId, reply);
    this.apiVersion = apiVersion;
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
    turn.reply(reply, describe(shard));
  }

  private DescribedGroup describe(GroupCoordinatorShard shard) {
    ClassicGroup group = shard.classic().find(key());
    DescribedGroup answer = error(ErrorCode.NONE);
    if (group != null) {
      Descriptions.describe(group, answer);
    } else if (shard.group(key()) == null && shard.exists(key())) {
      answer.groupState = "Empty";
    } else {
      answer.groupState = "Dead";
      if (apiVersion >= NOT_FOUND_VERSION) {
        answer.errorCode = ErrorCode.GROUP_ID_NOT_FOUND.code();
        boolean other = shard.group(key()) != null;
        answer.errorMessage =
            "Group " + key() + (other ? " is not a classic group." : " not found.");
      }
    }
    return answer;
  }
}
