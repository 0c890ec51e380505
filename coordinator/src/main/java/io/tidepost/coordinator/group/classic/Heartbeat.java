package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.consumer.ClassicRequests;
import io.tidepost.coordinator.group.consumer.ConsumerGroup;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.HeartbeatRequest;
import io.tidepost.wire.message.HeartbeatResponse;

/// A member says that it is alive, and hears whether it has to join again.
public final class Heartbeat extends GroupCommand<HeartbeatResponse> {

  private final HeartbeatRequest request;

  public Heartbeat(HeartbeatRequest request, Reply<HeartbeatResponse> reply) {
    super(request.groupId, reply);
    this.request = request;
  }

  /// While the group is being loaded every heartbeat is well: its session starts anew afterwards.
  @Override
  protected HeartbeatResponse error(ErrorCode error) {
    HeartbeatResponse response = new HeartbeatResponse();
    boolean loading = error == ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
    response.errorCode = (loading ? ErrorCode.NONE : error).code();
    return response;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    turn.reply(reply, error(judge(shard, turn)));
  }

  private ErrorCode judge(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    if (key().isEmpty()) {
      return ErrorCode.INVALID_GROUP_ID;
    }
    ConsumerGroup consumers = shard.consumer().find(key());
    if (consumers != null) {
      return new ClassicRequests(shard, turn, consumers).heartbeat(request);
    }
    ClassicGroup group = shard.classic().find(key());
    if (group == null) {
      return ErrorCode.UNKNOWN_MEMBER_ID;
    }
    ErrorCode error =
        Membership.check(group, request.memberId, request.groupInstanceId, request.generationId);
    ClassicMember member = group.member(request.memberId);
    if (error != ErrorCode.NONE || member == null) {
      return error;
    }
    GroupTimers.watch(turn, group, member);
    return group.is(GroupState.PREPARING_REBALANCE)
        ? ErrorCode.REBALANCE_IN_PROGRESS
        : ErrorCode.NONE;
  }
}
