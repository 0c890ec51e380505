package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.StreamsGroupTopologyDescriptionUpdateRequest;
import io.tidepost.wire.message.StreamsGroupTopologyDescriptionUpdateResponse;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A member says what its group's topology looks like (KIP-1331). Answered once that is committed.
public final class UpdateTopologyDescription
    extends GroupCommand<StreamsGroupTopologyDescriptionUpdateResponse> {

  private final StreamsGroupTopologyDescriptionUpdateRequest request;

  public UpdateTopologyDescription(
      StreamsGroupTopologyDescriptionUpdateRequest request,
      Reply<StreamsGroupTopologyDescriptionUpdateResponse> reply) {
    super(request.groupId, reply);
    this.request = request;
  }

  @Override
  protected StreamsGroupTopologyDescriptionUpdateResponse error(ErrorCode error) {
    return error(error, error == ErrorCode.NONE ? null : error.message());
  }

  private static StreamsGroupTopologyDescriptionUpdateResponse error(
      ErrorCode error, @Nullable String message) {
    var response = new StreamsGroupTopologyDescriptionUpdateResponse();
    response.errorCode = error.code();
    response.errorMessage = message;
    return response;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    if (request.groupId.isEmpty() || request.memberId.isEmpty()) {
      String what = request.groupId.isEmpty() ? "GroupId" : "MemberId";
      turn.reply(reply, error(ErrorCode.INVALID_REQUEST, what + " can't be empty."));
      return;
    }
    StreamsGroup group = shard.streams().find(key());
    if (group == null && shard.exists(key())) {
      turn.reply(
          reply,
          error(ErrorCode.GROUP_ID_NOT_FOUND, "Group " + key() + " is not a streams group."));
    } else if (group == null || !group.hasMember(request.memberId)) {
      turn.reply(
          reply,
          error(
              ErrorCode.UNKNOWN_MEMBER_ID,
              "Member " + request.memberId + " is not a member of group " + key() + "."));
    } else {
      store(group, turn);
    }
  }

  private void store(StreamsGroup group, Turn<GroupCoordinatorShard> turn) {
    StreamsGroupTopologyValue topology = group.topology();
    String problem = TopologyDescriptions.problem(request.topologyDescription);
    if (topology == null || topology.epoch != request.topologyEpoch) {
      problem =
          "The description is of topology epoch "
              + request.topologyEpoch
              + ", the group's is "
              + (topology == null ? "unknown" : topology.epoch)
              + ".";
    }
    if (topology == null || problem != null) {
      turn.reply(reply, error(ErrorCode.INVALID_REQUEST, problem));
      return;
    }
    var described = TopologyDescriptions.with(topology, request.topologyDescription);
    turn.persistHolding(List.of(StreamsRecords.topology(key(), described)), new Stored(group));
  }

  private final class Stored implements Outcome<GroupCoordinatorShard> {

    private final StreamsGroup group;

    Stored(StreamsGroup group) {
      this.group = group;
    }

    @Override
    public void committed(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      turn.reply(reply, error(ErrorCode.NONE));
    }

    @Override
    public void failed(
        ErrorCode failure, GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      boolean tooLarge =
          failure == ErrorCode.MESSAGE_TOO_LARGE || failure == ErrorCode.RECORD_LIST_TOO_LARGE;
      if (tooLarge) {
        group.passing.descriptionRequests.stop();
      }
      turn.reply(
          reply,
          tooLarge
              ? error(
                  ErrorCode.STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED,
                  "The description is larger than a record of __consumer_offsets may be.")
              : error(failure));
    }
  }
}
