package io.tidepost.sim.group;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.classic.Heartbeat;
import io.tidepost.coordinator.group.classic.JoinGroup;
import io.tidepost.coordinator.group.classic.LeaveGroup;
import io.tidepost.coordinator.group.classic.SyncGroup;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.HeartbeatRequest;
import io.tidepost.wire.message.HeartbeatResponse;
import io.tidepost.wire.message.JoinGroupRequest;
import io.tidepost.wire.message.JoinGroupResponse;
import io.tidepost.wire.message.LeaveGroupRequest;
import io.tidepost.wire.message.LeaveGroupResponse;
import io.tidepost.wire.message.SyncGroupRequest;
import io.tidepost.wire.message.SyncGroupResponse;
import java.util.List;

/// A consumer of the classic protocol: it gives up everything before it joins again, or, when it is
/// cooperative (KIP-429), keeps what it has and joins once more after giving up what went to
/// others.
final class ClassicMembership extends Membership {

  private enum State {
    OUT,
    JOINED,
    STABLE
  }

  private static final Client CLIENT = new Client("classic", "/host", (short) 9);
  private static final String PROTOCOL_TYPE = "consumer";

  private final boolean cooperative;
  private State state = State.OUT;
  private String protocol = "";
  private List<JoinGroupResponse.JoinGroupResponseMember> toAssign = List.of();
  private long assignedVersion;

  /// A leader looks after the topics even when it had nothing to assign (KIP-814).
  private boolean leader;

  ClassicMembership(GroupClient client) {
    super(client, "");
    this.cooperative = world.plan.cooperative();
  }

  @Override
  boolean isIn() {
    return state == State.STABLE;
  }

  @Override
  boolean needsEpochs() {
    return false;
  }

  /// It does not know in which generation it is now.
  @Override
  void lostAnswer() {
    state = State.OUT;
  }

  @Override
  void next() {
    switch (state) {
      case OUT -> join();
      case JOINED -> sync();
      case STABLE -> {
        boolean gaveUp = !leaving.isEmpty() && giveUpLeaving();
        boolean topicsGrew = leader && assignedVersion != world.topics.version();
        if (gaveUp || topicsGrew) {
          state = State.OUT;
          join();
        } else {
          heartbeat();
        }
      }
    }
  }

  private void join() {
    if (!cooperative) {
      leaving.addAll(owned);
    }
    if (!giveUpLeaving()) {
      return;
    }
    JoinGroupRequest request = new JoinGroupRequest();
    request.groupId = groupId;
    request.memberId = memberId;
    request.groupInstanceId = instanceId;
    request.protocolType = PROTOCOL_TYPE;
    request.sessionTimeoutMs = GroupNode.SESSION_MILLIS;
    request.rebalanceTimeoutMs = GroupNode.REBALANCE_MILLIS;
    var offered = new JoinGroupRequest.JoinGroupRequestProtocol();
    offered.name = cooperative ? "cooperative-sticky" : "range";
    offered.metadata = EmbeddedMessages.subscription(topics, owned, epoch);
    request.protocols = List.of(offered);
    conversation.ask(
        receiver -> world.node().ask(new JoinGroup(request, CLIENT, new Reply<>(receiver))),
        this::joined);
  }

  private void joined(JoinGroupResponse response) {
    ErrorCode error = ErrorCode.of(response.errorCode);
    if (error == ErrorCode.NONE) {
      memberId = response.memberId;
      epoch = response.generationId;
      protocol = response.protocolName == null ? "" : response.protocolName;
      boolean leads = memberId.equals(response.leader) && !response.skipAssignment;
      leader = memberId.equals(response.leader);
      toAssign = leads ? response.members : List.of();
      state = State.JOINED;
    } else if (error == ErrorCode.MEMBER_ID_REQUIRED) {
      memberId = response.memberId;
    } else {
      failed(error);
    }
    heard("join", response.errorCode);
  }

  private void sync() {
    SyncGroupRequest request = new SyncGroupRequest();
    request.groupId = groupId;
    request.memberId = memberId;
    request.groupInstanceId = instanceId;
    request.generationId = epoch;
    request.protocolType = PROTOCOL_TYPE;
    request.protocolName = protocol;
    assignedVersion = world.topics.version();
    new ClientAssignor(world.topics, topics, cooperative)
        .assign(toAssign)
        .forEach((member, partitions) -> {
          var assignment = new SyncGroupRequest.SyncGroupRequestAssignment();
          assignment.memberId = member;
          assignment.assignment = EmbeddedMessages.assignment(partitions);
          request.assignments.add(assignment);
        });
    conversation.ask(
        receiver -> world.node().ask(new SyncGroup(request, new Reply<>(receiver))), this::synced);
  }

  private void synced(SyncGroupResponse response) {
    ErrorCode error = ErrorCode.of(response.errorCode);
    if (error == ErrorCode.NONE) {
      state = State.STABLE;
      List<TopicPartition> assigned = EmbeddedMessages.partitions(response.assignment);
      receive(assigned);
    } else {
      failed(error);
    }
    heard("sync", response.errorCode);
  }

  private void heartbeat() {
    HeartbeatRequest request = new HeartbeatRequest();
    request.groupId = groupId;
    request.memberId = memberId;
    request.groupInstanceId = instanceId;
    request.generationId = epoch;
    conversation.ask(
        receiver -> world.node().ask(new Heartbeat(request, new Reply<>(receiver))),
        (HeartbeatResponse response) -> {
          failed(ErrorCode.of(response.errorCode));
          heard("heartbeat", response.errorCode);
        });
  }

  private void failed(ErrorCode error) {
    switch (error) {
      case NONE, COORDINATOR_NOT_AVAILABLE -> {}
      case REBALANCE_IN_PROGRESS -> state = State.OUT;
      case UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID -> {
        loseEverything();
        memberId = "";
        state = State.OUT;
      }
      default -> {
        loseEverything();
        state = State.OUT;
      }
    }
  }

  @Override
  void leave() {
    if (memberId.isEmpty() || instanceId != null) {
      return;
    }
    LeaveGroupRequest request = new LeaveGroupRequest();
    request.groupId = groupId;
    var identity = new LeaveGroupRequest.MemberIdentity();
    identity.memberId = memberId;
    request.members.add(identity);
    conversation.ask(
        receiver -> world.node().ask(new LeaveGroup(request, new Reply<>(receiver))),
        (LeaveGroupResponse response) -> heard("leave", response.errorCode));
  }
}
