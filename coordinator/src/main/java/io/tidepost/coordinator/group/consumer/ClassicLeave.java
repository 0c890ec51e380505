package io.tidepost.coordinator.group.consumer;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.LeaveGroupRequest;
import io.tidepost.wire.message.LeaveGroupRequest.MemberIdentity;
import io.tidepost.wire.message.LeaveGroupResponse;
import java.util.ArrayList;
import java.util.List;

/// Members of the classic protocol leave a consumer group.
public final class ClassicLeave {

  private ClassicLeave() {}

  public static void decide(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      ConsumerGroup group,
      LeaveGroupRequest request,
      Reply<LeaveGroupResponse> reply) {
    ClassicRequests requests = new ClassicRequests(shard, turn, group);
    LeaveGroupResponse response = new LeaveGroupResponse();
    List<ConsumerMember> leaving = new ArrayList<>();
    for (MemberIdentity identity : request.members) {
      ClassicRequests.Leaver leaver = requests.leaver(identity);
      ConsumerMember member = leaver.member();
      if (member != null && !leaving.contains(member)) {
        leaving.add(member);
      }
      LeaveGroupResponse.MemberResponse answer = new LeaveGroupResponse.MemberResponse();
      answer.memberId = member == null ? identity.memberId : member.memberId();
      answer.groupInstanceId = identity.groupInstanceId;
      answer.errorCode = leaver.error().code();
      response.members.add(answer);
    }
    if (leaving.isEmpty()) {
      turn.reply(reply, response);
      return;
    }
    turn.log("Members " + leaving + " left group " + group.groupId());
    new Removal(shard, turn, group)
        .remove(
            leaving,
            "left: "
                + leaving.stream()
                    .map(member -> member.subscription().who(member.memberId()))
                    .collect(java.util.stream.Collectors.joining(", ")),
            (error, later) -> {
              if (error != ErrorCode.NONE) {
                response.members.clear();
                response.errorCode = error.code();
              }
              later.reply(reply, response);
            });
  }
}
