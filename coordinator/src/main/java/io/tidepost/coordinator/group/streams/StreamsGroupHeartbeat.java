package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.Group;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.classic.ClassicGroup;
import io.tidepost.coordinator.group.consumer.Denial;
import io.tidepost.coordinator.group.streams.TopologyPlan.InternalTopic;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest;
import io.tidepost.wire.message.StreamsGroupHeartbeatResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A member of a streams group joins, stays or leaves, and hears which tasks it is to run
/// (KIP-1071).
public final class StreamsGroupHeartbeat extends GroupCommand<StreamsGroupHeartbeat.Answer> {

  /// @param response for the client
  /// @param missing internal topics that the broker is to make
  public record Answer(StreamsGroupHeartbeatResponse response, List<InternalTopic> missing) {}

  final StreamsGroupHeartbeatRequest request;
  final Client client;

  public StreamsGroupHeartbeat(
      StreamsGroupHeartbeatRequest request, Client client, Reply<Answer> reply) {
    super(request.groupId, reply);
    this.request = request;
    this.client = client;
  }

  @Override
  public boolean waitsForEarlierWrites() {
    return request.memberEpoch == StreamsHeartbeatRules.JOINS;
  }

  @Override
  protected Answer error(ErrorCode error) {
    return error(new Denial(error, error.message()));
  }

  static Answer error(Denial denial) {
    StreamsGroupHeartbeatResponse response = new StreamsGroupHeartbeatResponse();
    response.errorCode = denial.error().code();
    response.errorMessage = denial.message();
    return new Answer(response, List.of());
  }

  void reply(Turn<GroupCoordinatorShard> turn, Answer answer) {
    turn.reply(reply, answer);
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    Denial denial = StreamsHeartbeatRules.check(request);
    if (denial != null) {
      turn.reply(reply, error(denial));
      return;
    }
    StreamsDraft draft = draft(shard);
    if (draft == null) {
      turn.reply(
          reply,
          error(
              new Denial(
                  ErrorCode.GROUP_ID_NOT_FOUND, "Group " + key() + " is not a streams group.")));
    } else if (request.memberEpoch < StreamsHeartbeatRules.JOINS) {
      leave(shard, draft.group(), turn);
    } else {
      new StreamsHeartbeating(shard, turn, this, draft).decide();
    }
  }

  /// The group: known, new, or in the place of an empty classic group.
  private @Nullable StreamsDraft draft(GroupCoordinatorShard shard) {
    StreamsGroup known = shard.streams().find(key());
    if (known != null) {
      return new StreamsDraft(known);
    }
    Group other = shard.group(key());
    boolean replaceable = other == null || (other instanceof ClassicGroup && other.isIdle());
    if (request.memberEpoch != StreamsHeartbeatRules.JOINS || !replaceable) {
      return null;
    }
    StreamsDraft draft = new StreamsDraft(new StreamsGroup(key()));
    shard.tombstones(key()).forEach(draft::add);
    return draft;
  }

  private void leave(
      GroupCoordinatorShard shard, StreamsGroup group, Turn<GroupCoordinatorShard> turn) {
    if (group.member(request.memberId) == null) {
      turn.reply(
          reply,
          error(
              new Denial(
                  ErrorCode.UNKNOWN_MEMBER_ID,
                  "Member " + request.memberId + " is not a member of group " + key() + ".")));
      return;
    }
    if (request.shutdownApplication) {
      group.passing.shutdownRequester = request.memberId;
    }
    turn.log("Member " + request.memberId + " left group " + key());
    StreamsRemoval.remove(
        shard,
        turn,
        group,
        request.memberId,
        "member " + request.memberId + " left",
        (error, later) -> {
          StreamsGroupHeartbeatResponse response = new StreamsGroupHeartbeatResponse();
          response.memberId = request.memberId;
          response.memberEpoch = request.memberEpoch;
          response.status = List.of();
          later.reply(
              reply, error == ErrorCode.NONE ? new Answer(response, List.of()) : error(error));
        });
  }
}
