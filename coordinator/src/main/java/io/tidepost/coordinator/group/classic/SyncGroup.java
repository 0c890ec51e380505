package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupRecords;
import io.tidepost.coordinator.group.consumer.ClassicRequests;
import io.tidepost.coordinator.group.consumer.ConsumerGroup;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.SyncGroupRequest;
import io.tidepost.wire.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A member asks for its assignment; the leader brings everybody's along. The answers wait until
/// the assignment is committed.
public final class SyncGroup extends GroupCommand<SyncGroupResponse> {

  private static final byte[] NOTHING = new byte[0];

  private final SyncGroupRequest request;

  public SyncGroup(SyncGroupRequest request, Reply<SyncGroupResponse> reply) {
    super(request.groupId, reply);
    this.request = request;
  }

  @Override
  protected SyncGroupResponse error(ErrorCode error) {
    return Answers.syncError(error);
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ConsumerGroup consumers = shard.consumer().find(key());
    if (consumers != null) {
      turn.reply(reply, new ClassicRequests(shard, turn, consumers).sync(request));
      return;
    }
    ClassicGroup group = key().isEmpty() ? null : shard.classic().find(key());
    ClassicMember member = group == null ? null : group.member(request.memberId);
    ErrorCode error = validate(group);
    if (error != ErrorCode.NONE || group == null || member == null) {
      turn.reply(reply, error(error));
      return;
    }
    switch (group.state()) {
      case EMPTY -> turn.reply(reply, error(ErrorCode.UNKNOWN_MEMBER_ID));
      case PREPARING_REBALANCE -> turn.reply(reply, error(ErrorCode.REBALANCE_IN_PROGRESS));
      case COMPLETING_REBALANCE -> {
        Rebalance rebalance = new Rebalance(shard, group, turn);
        rebalance.parkSync(member, reply);
        noteSync(group, turn);
        if (group.isLeader(request.memberId)) {
          persistAssignment(group, turn);
        }
      }
      case STABLE -> {
        noteSync(group, turn);
        turn.reply(reply, Answers.synced(group, member));
      }
    }
  }

  private ErrorCode validate(@Nullable ClassicGroup group) {
    if (key().isEmpty()) {
      return ErrorCode.INVALID_GROUP_ID;
    }
    if (group == null) {
      return ErrorCode.UNKNOWN_MEMBER_ID;
    }
    ErrorCode error =
        Membership.check(group, request.memberId, request.groupInstanceId, request.generationId);
    if (error != ErrorCode.NONE) {
      return error;
    }
    boolean sameProtocol =
        agrees(request.protocolType, group.protocolType())
            && agrees(request.protocolName, group.protocol());
    return sameProtocol ? ErrorCode.NONE : ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
  }

  private static boolean agrees(@Nullable String asked, String actual) {
    return asked == null || actual.isEmpty() || asked.equals(actual);
  }

  private void noteSync(ClassicGroup group, Turn<GroupCoordinatorShard> turn) {
    group.pendingSync.remove(request.memberId);
    if (group.pendingSync.isEmpty()) {
      turn.cancelTimer(GroupTimers.sync(group));
    }
  }

  private void persistAssignment(ClassicGroup group, Turn<GroupCoordinatorShard> turn) {
    Map<String, byte[]> assignments = new HashMap<>();
    request.assignments.forEach(a -> assignments.put(a.memberId, GroupRecords.copy(a.assignment)));
    List<String> forgotten = new ArrayList<>();
    for (ClassicMember member : group.members()) {
      if (!assignments.containsKey(member.memberId)) {
        forgotten.add(member.memberId);
      }
    }
    turn.log(
        "Leader "
            + request.memberId
            + " of group "
            + key()
            + " assigned generation "
            + group.generation
            + (forgotten.isEmpty() ? "" : ", nothing to " + forgotten));
    turn.persist(
        List.of(
            GroupRecords.group(
                key(), group.store(m -> assignments.getOrDefault(m.memberId, NOTHING)))),
        new Assigned(group, group.generation, assignments));
  }

  /// What a member is told when its group's record could not be written: whatever is wrong with it,
  /// the member cannot help it by sending it again.
  static ErrorCode clientError(ErrorCode error) {
    return switch (error) {
      case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, INVALID_FETCH_SIZE ->
          ErrorCode.UNKNOWN_SERVER_ERROR;
      default -> error;
    };
  }

  /// Goes on when the assignment is committed, unless the group has moved on by itself.
  private record Assigned(ClassicGroup group, int generation, Map<String, byte[]> assignments)
      implements Outcome<GroupCoordinatorShard> {

    private boolean isStillWanted() {
      return group.is(GroupState.COMPLETING_REBALANCE) && group.generation == generation;
    }

    @Override
    public void committed(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      if (isStillWanted()) {
        group.members().forEach(m -> m.assignment = assignments.getOrDefault(m.memberId, NOTHING));
        new Rebalance(shard, group, turn).propagateAssignment(ErrorCode.NONE);
        group.moveTo(GroupState.STABLE, turn.wallMillis());
      }
    }

    @Override
    public void failed(
        ErrorCode error, GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      if (isStillWanted()) {
        Rebalance rebalance = new Rebalance(shard, group, turn);
        rebalance.propagateAssignment(clientError(error));
        rebalance.prepare("the assignment could not be written: " + error);
      }
    }
  }
}
