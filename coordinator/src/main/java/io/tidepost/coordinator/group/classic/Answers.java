package io.tidepost.coordinator.group.classic;

import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.JoinGroupResponse;
import io.tidepost.wire.message.SyncGroupResponse;
import java.nio.ByteBuffer;

/// The responses of JoinGroup and SyncGroup.
final class Answers {

  private Answers() {}

  static JoinGroupResponse joinError(String memberId, ErrorCode error) {
    JoinGroupResponse response = new JoinGroupResponse();
    response.errorCode = error.code();
    response.memberId = memberId;
    response.protocolName = null;
    return response;
  }

  /// The current generation, as one member sees it.
  ///
  /// @param withMembers whether it is the one that assigns
  static JoinGroupResponse joined(ClassicGroup group, String memberId, boolean withMembers) {
    JoinGroupResponse response = new JoinGroupResponse();
    response.memberId = memberId;
    response.generationId = group.generation;
    response.protocolName = group.protocol;
    response.protocolType = group.protocolType;
    response.leader = group.leaderId();
    if (withMembers) {
      for (ClassicMember member : group.members()) {
        JoinGroupResponse.JoinGroupResponseMember listed =
            new JoinGroupResponse.JoinGroupResponseMember();
        listed.memberId = member.memberId;
        listed.groupInstanceId = member.groupInstanceId;
        listed.metadata = ByteBuffer.wrap(member.metadata(group.protocol));
        response.members.add(listed);
      }
    }
    return response;
  }

  static SyncGroupResponse syncError(ErrorCode error) {
    SyncGroupResponse response = new SyncGroupResponse();
    response.errorCode = error.code();
    return response;
  }

  static SyncGroupResponse synced(ClassicGroup group, ClassicMember member) {
    SyncGroupResponse response = new SyncGroupResponse();
    response.protocolType = group.protocolType;
    response.protocolName = group.protocol;
    response.assignment = ByteBuffer.wrap(member.assignment);
    return response;
  }
}
