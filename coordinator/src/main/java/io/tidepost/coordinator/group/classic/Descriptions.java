package io.tidepost.coordinator.group.classic;

import io.tidepost.wire.message.DescribeGroupsResponse.DescribedGroup;
import io.tidepost.wire.message.DescribeGroupsResponse.DescribedGroupMember;
import java.nio.ByteBuffer;

/// A classic group as DescribeGroups shows it.
public final class Descriptions {

  private Descriptions() {}

  /// Fills in state and members. The protocol and what members said in it only mean something in a
  /// stable group.
  public static void describe(ClassicGroup group, DescribedGroup answer) {
    boolean stable = group.is(GroupState.STABLE);
    answer.groupState = group.state().toString();
    answer.protocolType = group.protocolType();
    answer.protocolData = stable ? group.protocol() : "";
    for (ClassicMember member : group.members()) {
      DescribedGroupMember described = new DescribedGroupMember();
      described.memberId = member.memberId;
      described.groupInstanceId = member.groupInstanceId;
      described.clientId = member.clientId;
      described.clientHost = member.clientHost;
      described.memberAssignment = ByteBuffer.wrap(member.assignment);
      if (stable) {
        described.memberMetadata = ByteBuffer.wrap(member.metadata(group.protocol()));
      }
      answer.members.add(described);
    }
  }
}
