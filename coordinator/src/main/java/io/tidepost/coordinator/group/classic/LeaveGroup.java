package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.consumer.ClassicLeave;
import io.tidepost.coordinator.group.consumer.ConsumerGroup;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.LeaveGroupRequest;
import io.tidepost.wire.message.LeaveGroupRequest.MemberIdentity;
import io.tidepost.wire.message.LeaveGroupResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Members leave, or an administrator removes static members by their instance id. Always in the
/// form of version 3 and later, a list of members.
public final class LeaveGroup extends GroupCommand<LeaveGroupResponse> {

  private final LeaveGroupRequest request;

  /// @param request with `members` filled in, whatever its version
  public LeaveGroup(LeaveGroupRequest request, Reply<LeaveGroupResponse> reply) {
    super(request.groupId, reply);
    this.request = request;
  }

  @Override
  protected LeaveGroupResponse error(ErrorCode error) {
    LeaveGroupResponse response = new LeaveGroupResponse();
    response.errorCode = error.code();
    return response;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    if (key().isEmpty()) {
      turn.reply(reply, error(ErrorCode.INVALID_GROUP_ID));
      return;
    }
    ConsumerGroup consumers = shard.consumer().find(key());
    if (consumers != null) {
      ClassicLeave.decide(shard, turn, consumers, request, reply);
      return;
    }
    ClassicGroup group = shard.classic().find(key());
    LeaveGroupResponse response = new LeaveGroupResponse();
    List<String> left = new ArrayList<>();
    for (MemberIdentity leaving : request.members) {
      ErrorCode error =
          group == null
              ? ErrorCode.UNKNOWN_MEMBER_ID
              : remove(new Rebalance(shard, group, turn), group, leaving, turn);
      if (error == ErrorCode.NONE) {
        left.add(leaving.memberId.isEmpty() ? "" + leaving.groupInstanceId : leaving.memberId);
      }
      response.members.add(answer(leaving, error));
    }
    if (group != null && !left.isEmpty()) {
      Rebalance rebalance = new Rebalance(shard, group, turn);
      if (group.is(GroupState.PREPARING_REBALANCE)) {
        rebalance.completeIfEverybodyJoined();
      } else {
        rebalance.afterRemoval("members left: " + left);
      }
    }
    turn.reply(reply, response);
  }

  private ErrorCode remove(
      Rebalance rebalance,
      ClassicGroup group,
      MemberIdentity leaving,
      Turn<GroupCoordinatorShard> turn) {
    String memberId = leaving.memberId;
    if (group.pendingJoin.contains(memberId)) {
      group.remove(memberId);
      GroupTimers.unwatch(turn, group, memberId);
      return ErrorCode.NONE;
    }
    if (memberId.isEmpty()) {
      memberId = memberIdOf(group, leaving.groupInstanceId);
    }
    ErrorCode error = Membership.check(group, memberId, leaving.groupInstanceId);
    ClassicMember member = group.member(memberId);
    if (error != ErrorCode.NONE || member == null) {
      return error;
    }
    turn.log(
        "Member "
            + member
            + " left group "
            + key()
            + ", reason: "
            + (leaving.reason == null ? "not provided" : leaving.reason));
    rebalance.remove(member, ErrorCode.UNKNOWN_MEMBER_ID);
    return ErrorCode.NONE;
  }

  private static String memberIdOf(ClassicGroup group, @Nullable String instance) {
    String memberId = instance == null ? null : group.memberIdOf(instance);
    return memberId == null ? "" : memberId;
  }

  private static LeaveGroupResponse.MemberResponse answer(MemberIdentity leaving, ErrorCode error) {
    LeaveGroupResponse.MemberResponse answer = new LeaveGroupResponse.MemberResponse();
    answer.memberId = leaving.memberId;
    answer.groupInstanceId = leaving.groupInstanceId;
    answer.errorCode = error.code();
    return answer;
  }
}
