package io.tidepost.coordinator.group.consumer;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ConsumerGroupHeartbeatRequest;
import io.tidepost.wire.message.ConsumerGroupHeartbeatResponse;
import java.util.List;

/// A member leaves: for good (-1), or a static one for a while (-2), keeping its partitions until
/// somebody comes back with its instance id or its session times out.
final class Leaving {

  private final GroupCoordinatorShard shard;
  private final Turn<GroupCoordinatorShard> turn;
  private final ConsumerGroupHeartbeat command;
  private final ConsumerGroupHeartbeatRequest request;

  Leaving(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      ConsumerGroupHeartbeat command) {
    this.shard = shard;
    this.turn = turn;
    this.command = command;
    this.request = command.request;
  }

  void decide() {
    ConsumerGroup group = shard.consumer().find(request.groupId);
    if (group == null) {
      command.reply(
          turn,
          ConsumerGroupHeartbeat.error(
              new Denial(
                  ErrorCode.GROUP_ID_NOT_FOUND,
                  "Group " + request.groupId + " is not a consumer group.")));
      return;
    }
    MemberLookup lookup = MemberLookup.present(group, request.memberId, request.instanceId);
    Denial denial = lookup.denial();
    ConsumerMember member = lookup.member();
    if (denial != null || member == null) {
      command.reply(turn, denial == null ? response() : ConsumerGroupHeartbeat.error(denial));
    } else if (request.memberEpoch == HeartbeatRules.LEAVES_FOR_A_WHILE) {
      turn.log("Static member " + member + " left group " + group.groupId() + " for a while");
      Draft draft = new Draft(group);
      draft.own(member.memberId(), member.ownership().leaveForAWhile());
      turn.persistHolding(draft.records(), new LeftForAWhile());
    } else {
      turn.log("Member " + member + " left group " + group.groupId());
      new Removal(shard, turn, group)
          .remove(
              List.of(member), member.subscription().who(member.memberId()) + " left", this::tell);
    }
  }

  private void tell(ErrorCode error, Turn<GroupCoordinatorShard> later) {
    command.reply(later, error == ErrorCode.NONE ? response() : command.error(error));
  }

  private ConsumerGroupHeartbeatResponse response() {
    ConsumerGroupHeartbeatResponse response = new ConsumerGroupHeartbeatResponse();
    response.memberId = request.memberId;
    response.memberEpoch = request.memberEpoch;
    return response;
  }

  private final class LeftForAWhile implements Outcome<GroupCoordinatorShard> {

    @Override
    public void committed(GroupCoordinatorShard owner, Turn<GroupCoordinatorShard> later) {
      tell(ErrorCode.NONE, later);
    }

    @Override
    public void failed(
        ErrorCode error, GroupCoordinatorShard owner, Turn<GroupCoordinatorShard> later) {
      tell(error, later);
    }
  }
}
