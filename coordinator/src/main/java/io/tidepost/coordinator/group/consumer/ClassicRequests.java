package io.tidepost.coordinator.group.consumer;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.HeartbeatRequest;
import io.tidepost.wire.message.LeaveGroupRequest.MemberIdentity;
import io.tidepost.wire.message.SyncGroupRequest;
import io.tidepost.wire.message.SyncGroupResponse;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Heartbeat, SyncGroup and LeaveGroup of members of the classic protocol in a consumer group.
public final class ClassicRequests {

  private final GroupCoordinatorShard shard;
  private final Turn<GroupCoordinatorShard> turn;
  private final ConsumerGroup group;

  public ClassicRequests(
      GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn, ConsumerGroup group) {
    this.shard = shard;
    this.turn = turn;
    this.group = group;
  }

  /// A sign of life. REBALANCE_IN_PROGRESS makes the member join again, by which it gives up what
  /// it is not to have any more, or gets what has become free.
  public ErrorCode heartbeat(HeartbeatRequest request) {
    MemberLookup lookup = find(request.memberId, request.groupInstanceId, request.generationId);
    ConsumerMember member = lookup.member();
    if (member == null) {
      return errorOf(lookup);
    }
    MemberTimers.watch(shard, turn, group.groupId(), member);
    Ownership ownership = member.ownership();
    boolean behind =
        ownership.memberEpoch() < group.epoch()
            || ownership.state() == MemberState.UNREVOKED
            || (ownership.state() == MemberState.UNRELEASED && !waitsForOthers(member));
    if (behind) {
      mustJoin(member);
    }
    return behind ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE;
  }

  private void mustJoin(ConsumerMember member) {
    int timeout = member.subscription().rebalanceTimeoutMillis();
    MemberTimers.awaitJoin(turn, group.groupId(), member.memberId(), timeout);
  }

  private boolean waitsForOthers(ConsumerMember member) {
    return group.target(member.memberId()).entrySet().stream()
        .anyMatch(topic ->
            topic.getValue().stream()
                .anyMatch(partition -> {
                  String owner = group.ownerOf(topic.getKey(), partition);
                  return owner != null && !owner.equals(member.memberId());
                }));
  }

  /// The member asks for what it has.
  public SyncGroupResponse sync(SyncGroupRequest request) {
    SyncGroupResponse response = new SyncGroupResponse();
    MemberLookup lookup = find(request.memberId, request.groupInstanceId, request.generationId);
    ConsumerMember member = lookup.member();
    ClassicSide classic = member == null ? null : member.subscription().classic();
    if (member == null || classic == null) {
      response.errorCode = errorOf(lookup).code();
      return response;
    }
    boolean otherType = request.protocolType != null && !request.protocolType.equals("consumer");
    boolean otherName =
        request.protocolName != null && !request.protocolName.equals(classic.protocolName());
    if (otherType || otherName) {
      response.errorCode = ErrorCode.INCONSISTENT_GROUP_PROTOCOL.code();
      return response;
    }
    Ownership ownership = member.ownership();
    if (group.assignmentEpoch() > ownership.memberEpoch()
        && ownership.state() != MemberState.UNREVOKED) {
      mustJoin(member);
      response.errorCode = ErrorCode.REBALANCE_IN_PROGRESS.code();
      return response;
    }
    MemberTimers.synced(turn, group.groupId(), member.memberId());
    MemberTimers.watch(shard, turn, group.groupId(), member);
    response.protocolType = request.protocolType;
    response.protocolName = request.protocolName;
    response.assignment = ByteBuffer.wrap(assignment(ownership, classic));
    return response;
  }

  private byte[] assignment(Ownership ownership, ClassicSide classic) {
    SortedMap<io.tidepost.base.Uuid, SortedSet<Integer>> assigned = new TreeMap<>();
    ownership.assigned().forEach((topic, of) -> assigned.put(topic, new TreeSet<>(of.keySet())));
    byte[] metadata = classic.protocols().get(0).metadata();
    return EmbeddedProtocol.assignment(assigned, metadata, shard.surroundings().topics());
  }

  /// The member of the classic protocol that is to leave.
  ///
  /// @return the member, or an error
  public Leaver leaver(MemberIdentity leaving) {
    ConsumerMember member =
        leaving.groupInstanceId == null
            ? group.member(leaving.memberId)
            : group.staticMember(leaving.groupInstanceId);
    if (member == null) {
      return new Leaver(null, ErrorCode.UNKNOWN_MEMBER_ID);
    }
    boolean other = !leaving.memberId.isEmpty() && !leaving.memberId.equals(member.memberId());
    if (other) {
      return new Leaver(null, ErrorCode.FENCED_INSTANCE_ID);
    }
    return member.usesClassicProtocol()
        ? new Leaver(member, ErrorCode.NONE)
        : new Leaver(null, ErrorCode.UNKNOWN_MEMBER_ID);
  }

  /// @param member who leaves, `null` when there is an error
  public record Leaver(@Nullable ConsumerMember member, ErrorCode error) {}

  private MemberLookup find(String memberId, @Nullable String instanceId, int generation) {
    MemberLookup lookup = MemberLookup.present(group, memberId, instanceId);
    ConsumerMember member = lookup.member();
    if (member == null) {
      return lookup;
    }
    if (!member.usesClassicProtocol()) {
      return new MemberLookup(
          null, new Denial(ErrorCode.UNKNOWN_MEMBER_ID, "not of the classic protocol"));
    }
    return member.memberEpoch() == generation
        ? lookup
        : new MemberLookup(null, new Denial(ErrorCode.ILLEGAL_GENERATION, "not its generation"));
  }

  private static ErrorCode errorOf(MemberLookup lookup) {
    Denial denial = lookup.denial();
    return denial == null ? ErrorCode.UNKNOWN_MEMBER_ID : denial.error();
  }
}
