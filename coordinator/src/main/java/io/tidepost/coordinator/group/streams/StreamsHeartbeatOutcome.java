package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.classic.ClassicGroup;
import io.tidepost.coordinator.group.classic.Migration;
import io.tidepost.coordinator.group.streams.StreamsMember.Ownership;
import io.tidepost.coordinator.group.streams.TopologyPlan.InternalTopic;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.StreamsGroupHeartbeatResponse;
import io.tidepost.wire.message.StreamsGroupHeartbeatResponse.Status;
import io.tidepost.wire.message.StreamsGroupHeartbeatResponse.TaskIds;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of a heartbeat: written if there is anything to write, then answered.
final class StreamsHeartbeatOutcome implements Outcome<GroupCoordinatorShard> {

  /// The first version that can ask for a topology's description (KIP-1331).
  private static final short DESCRIPTION_VERSION = 1;

  private final StreamsGroupHeartbeat command;
  private final StreamsDraft draft;
  private final StreamsMember member;
  private final boolean hasMoved;
  private final boolean tellTasks;
  private final List<Status> status;
  private final List<InternalTopic> missing;
  private long topicsVersion;

  /// @param owned what the member says it has, `null` when it does not say
  StreamsHeartbeatOutcome(
      StreamsGroupHeartbeat command,
      StreamsDraft draft,
      StreamsMember member,
      Ownership had,
      boolean joins,
      @Nullable Tasks owned,
      List<Status> status,
      List<InternalTopic> missing) {
    this.command = command;
    this.draft = draft;
    this.member = member;
    Tasks assigned = member.ownership().assigned();
    this.hasMoved = !member.ownership().equals(had);
    this.tellTasks = joins || !assigned.equals(had.assigned()) || missed(owned, assigned);
    this.status = status;
    this.missing = missing;
  }

  /// Whether the member says that it has something else: an answer did not reach it.
  private static boolean missed(@Nullable Tasks owned, Tasks assigned) {
    return owned != null && !(owned.isIn(assigned) && assigned.isIn(owned));
  }

  void persist(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    topicsVersion = shard.surroundings().topics().version();
    if (draft.records().isEmpty()) {
      committed(shard, turn);
    } else {
      turn.persistHolding(draft.records(), this);
    }
  }

  @Override
  public void committed(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    String groupId = command.key();
    ClassicGroup replaced = shard.classic().find(groupId);
    if (replaced != null) {
      Migration.left(replaced, shard, turn);
    }
    StreamsGroup group = shard.streams().find(groupId);
    if (group == null) {
      command.reply(turn, command.error(ErrorCode.UNKNOWN_SERVER_ERROR));
      return;
    }
    group.passing.delaysAssignment = draft.group().passing.delaysAssignment;
    group.passing.checkedTopicsVersion = topicsVersion;
    if (hasMoved) {
      StreamsTimers.start(shard, turn, groupId, member);
    } else {
      StreamsTimers.watch(shard, turn, groupId, member.memberId());
    }
    command.reply(
        turn, new StreamsGroupHeartbeat.Answer(response(shard, group, turn.wallMillis()), missing));
  }

  /// Whether the member is to say what the topology looks like.
  private boolean wantsDescription(StreamsGroup group, long nowMillis) {
    StreamsGroupTopologyValue topology = group.topology();
    return command.client.apiVersion() >= DESCRIPTION_VERSION
        && topology != null
        && !TopologyDescriptions.has(topology)
        && status.stream().noneMatch(s -> s.statusCode == StreamsStatus.STALE_TOPOLOGY)
        && group.passing.descriptionRequests.isDue(nowMillis);
  }

  private StreamsGroupHeartbeatResponse response(
      GroupCoordinatorShard shard, StreamsGroup group, long nowMillis) {
    StreamsGroupHeartbeatResponse response = new StreamsGroupHeartbeatResponse();
    response.memberId = member.memberId();
    response.memberEpoch = member.memberEpoch();
    StreamsGroupSettings settings = shard.surroundings().streamsSettings(group.groupId());
    response.heartbeatIntervalMs = settings.heartbeatIntervalMillis();
    response.taskOffsetIntervalMs = settings.taskOffsetIntervalMillis();
    if (tellTasks) {
      response.activeTasks = taskIds(member.ownership().assigned().active());
      response.standbyTasks = taskIds(member.ownership().assigned().standby());
      response.warmupTasks = taskIds(member.ownership().assigned().warmup());
      if (member.identity().endpoint() != null) {
        group.passing.endpointEpoch++;
      }
    }
    if (group.passing.endpointEpoch != command.request.endpointInformationEpoch) {
      response.partitionsByUserEndpoint = Endpoints.of(group, shard.surroundings().topics());
    }
    response.endpointInformationEpoch = group.passing.endpointEpoch;
    String requester = group.passing.shutdownRequester;
    if (requester != null) {
      status.add(
          StreamsHeartbeating.status(
              StreamsStatus.SHUTDOWN_APPLICATION,
              "Streams group member "
                  + requester
                  + " encountered a fatal error and requested a shutdown for the entire"
                  + " application."));
    }
    response.status = status;
    response.topologyDescriptionRequired = wantsDescription(group, nowMillis);
    return response;
  }

  @Override
  public void failed(
      ErrorCode error, GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    command.reply(turn, command.error(error));
  }

  private static List<TaskIds> taskIds(TaskMap tasks) {
    List<TaskIds> result = new ArrayList<>();
    tasks
        .tasks()
        .forEach((subtopology, of) -> {
          TaskIds ids = new TaskIds();
          ids.subtopologyId = subtopology;
          ids.partitions = new ArrayList<>(of.keySet());
          result.add(ids);
        });
    return result;
  }
}
