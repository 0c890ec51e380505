package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupHistory;
import io.tidepost.coordinator.group.consumer.Denial;
import io.tidepost.coordinator.group.streams.StreamsMember.Endpoint;
import io.tidepost.coordinator.group.streams.StreamsMember.Identity;
import io.tidepost.coordinator.group.streams.StreamsMember.Ownership;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest.TaskIds;
import io.tidepost.wire.message.StreamsGroupHeartbeatResponse.Status;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A heartbeat of a member that joins or stays: the member is added or updated, the topology is
/// taken from the first member, the targets are worked out if they are outdated, the member takes
/// one step towards its own. Drafted, written in one batch, answered once that is committed.
final class StreamsHeartbeating {

  private final GroupCoordinatorShard shard;
  private final Turn<GroupCoordinatorShard> turn;
  private final StreamsGroupHeartbeat command;
  private final StreamsGroupHeartbeatRequest request;
  private final StreamsDraft draft;
  private final StreamsGroupSettings settings;
  private final List<Status> status = new ArrayList<>();

  StreamsHeartbeating(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      StreamsGroupHeartbeat command,
      StreamsDraft draft) {
    this.shard = shard;
    this.turn = turn;
    this.command = command;
    this.request = command.request;
    this.draft = draft;
    this.settings = shard.surroundings().streamsSettings(request.groupId);
  }

  private boolean joins() {
    return request.memberEpoch == StreamsHeartbeatRules.JOINS;
  }

  void decide() {
    StreamsMember before = draft.group().member(request.memberId);
    Denial denial = check(before);
    if (denial != null) {
      command.reply(turn, StreamsGroupHeartbeat.error(denial));
      return;
    }
    Identity identity = identity(before == null ? Identity.NONE : before.identity());
    boolean changed = before == null || !identity.equals(before.identity());
    boolean first = draft.group().isEmpty() && settings.initialRebalanceDelayMillis() > 0;
    if (changed) {
      draft.identify(request.memberId, identity);
    }
    Denial topologyDenial = takeTopology(identity);
    if (topologyDenial != null) {
      command.reply(turn, StreamsGroupHeartbeat.error(topologyDenial));
      return;
    }
    if (first) {
      draft.group().passing.delaysAssignment = true;
      StreamsTimers.delayAssignment(turn, request.groupId, settings.initialRebalanceDelayMillis());
    }
    go(before == null ? Ownership.NONE : before.ownership(), changed);
  }

  private void go(Ownership had, boolean changed) {
    TaskAssigning assigning = new TaskAssigning(draft, shard.surroundings().topics(), settings);
    int epochBefore = draft.group().epoch();
    assigning.updateEpoch(changed);
    if (draft.group().epoch() > epochBefore) {
      shard
          .history()
          .note(
              request.groupId,
              turn.wallMillis(),
              draft.group().epoch(),
              GroupHistory.reason("member " + request.memberId, joins(), changed));
    }
    String delay = assigning.delay(turn.wallMillis());
    if (delay != null) {
      status.add(status(StreamsStatus.ASSIGNMENT_DELAYED, delay));
    }
    assigning.updateTargets(turn.wallMillis());
    reconcile();
    StreamsMember after = draft.group().member(request.memberId);
    if (after == null) {
      throw new IllegalStateException("member " + request.memberId + " was not drafted");
    }
    if (request.shutdownApplication) {
      draft.group().passing.shutdownRequester = request.memberId;
    }
    boolean validated = draft.group().validatedTopologyEpoch() != StreamsGroup.EPOCH_NONE;
    TopologyPlan plan = validated ? null : assigning.plan();
    if (plan != null && plan.problem() != null) {
      status.add(status(plan.problem().status(), plan.problem().detail()));
    }
    new StreamsHeartbeatOutcome(
            command,
            draft,
            after,
            had,
            joins(),
            owned(),
            status,
            plan == null ? List.of() : plan.missing())
        .persist(shard, turn);
  }

  private @Nullable Denial check(@Nullable StreamsMember member) {
    if (joins() && member == null && draft.group().size() >= settings.sizeMax()) {
      return new Denial(
          ErrorCode.GROUP_MAX_SIZE_REACHED,
          "The streams group has reached its maximum capacity of "
              + settings.sizeMax()
              + " members.");
    }
    if (joins()) {
      return null;
    }
    if (member == null) {
      return new Denial(
          ErrorCode.UNKNOWN_MEMBER_ID,
          "Member " + request.memberId + " is not a member of group " + request.groupId + ".");
    }
    int known = member.memberEpoch();
    Tasks owned = owned();
    boolean previous =
        request.memberEpoch < known
            && request.memberEpoch == member.ownership().previousMemberEpoch()
            && owned != null
            && owned.isIn(member.ownership().assigned());
    return request.memberEpoch == known || previous
        ? null
        : new Denial(
            ErrorCode.FENCED_MEMBER_EPOCH,
            "The streams group member has a "
                + (request.memberEpoch > known ? "greater" : "smaller")
                + " member epoch ("
                + request.memberEpoch
                + ") than the one known by the group coordinator ("
                + known
                + "). The member must abandon all its partitions and rejoin.");
  }

  private Identity identity(Identity before) {
    SortedMap<String, String> tags = before.clientTags();
    if (request.clientTags != null) {
      tags = new TreeMap<>();
      for (StreamsGroupHeartbeatRequest.KeyValue tag : request.clientTags) {
        tags.put(tag.key, tag.value);
      }
    }
    StreamsGroupHeartbeatRequest.Endpoint endpoint = request.userEndpoint;
    return new Identity(
        request.rackId == null ? before.rackId() : request.rackId,
        command.client.clientId(),
        command.client.clientHost(),
        request.rebalanceTimeoutMs == -1
            ? before.rebalanceTimeoutMillis()
            : request.rebalanceTimeoutMs,
        request.topology == null ? before.topologyEpoch() : request.topology.epoch,
        request.processId == null ? before.processId() : request.processId,
        endpoint == null ? before.endpoint() : new Endpoint(endpoint.host, endpoint.port),
        tags);
  }

  private @Nullable Denial takeTopology(Identity identity) {
    StreamsGroupTopologyValue known = draft.group().topology();
    if (request.topology != null) {
      StreamsGroupTopologyValue sent = Topologies.of(request.topology);
      if (known == null) {
        draft.topology(sent);
      } else if (sent.epoch >= known.epoch && !Topologies.same(sent, known)) {
        return new Denial(ErrorCode.INVALID_REQUEST, "Topology updates are not supported yet.");
      }
    }
    StreamsGroupTopologyValue now = draft.group().topology();
    if (now != null && identity.topologyEpoch() < now.epoch) {
      status.add(
          status(
              StreamsStatus.STALE_TOPOLOGY,
              "The member's topology epoch "
                  + identity.topologyEpoch()
                  + " is behind the group's topology epoch "
                  + now.epoch
                  + "."));
    }
    return null;
  }

  private void reconcile() {
    StreamsGroup group = draft.group();
    StreamsMember member = group.member(request.memberId);
    if (member == null
        || group.assignmentEpoch() < 0
        || member.ownership().isReconciledTo(group.assignmentEpoch())) {
      return;
    }
    Ownership next = new StreamsReconciliation(group, member, owned()).step();
    if (!next.equals(member.ownership())) {
      draft.own(request.memberId, next);
    }
  }

  private @Nullable Tasks owned() {
    if (request.activeTasks == null
        || request.standbyTasks == null
        || request.warmupTasks == null) {
      return null;
    }
    return new Tasks(
        tasks(request.activeTasks), tasks(request.standbyTasks), tasks(request.warmupTasks));
  }

  private static TaskMap tasks(List<TaskIds> sent) {
    TaskMap tasks = TaskMap.empty();
    sent.forEach(ids -> ids.partitions.forEach(p -> tasks.add(ids.subtopologyId, p, 0)));
    return tasks;
  }

  static Status status(byte code, String detail) {
    Status status = new Status();
    status.statusCode = code;
    status.statusDetail = detail;
    return status;
  }
}
