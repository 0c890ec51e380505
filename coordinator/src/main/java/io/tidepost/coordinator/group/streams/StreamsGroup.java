package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.Group;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupType;
import io.tidepost.coordinator.group.streams.StreamsMember.Identity;
import io.tidepost.coordinator.group.streams.StreamsMember.Ownership;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A streams group as its records say. Changed by applying records, or as a copy in a
/// [StreamsDraft].
public final class StreamsGroup implements Group {

  static final int EPOCH_NONE = -1;

  /// Members join at this epoch while nothing has been assigned.
  private static final int EPOCH_FIRST = 1;

  private static final short STALE_EPOCH_VERSION = 9;

  private final String groupId;
  private int epoch = EPOCH_FIRST;
  private long metadataHash;
  private int validatedTopologyEpoch = EPOCH_NONE;
  private SortedMap<String, String> assignmentConfigs = new TreeMap<>();
  private int assignmentEpoch = EPOCH_FIRST;
  private long assignmentMillis;
  private @Nullable StreamsGroupTopologyValue topology;
  private final SortedMap<String, StreamsMember> members = new TreeMap<>();
  private final SortedMap<String, Tasks> targets = new TreeMap<>();

  /// What is not durable: it starts anew with the coordinator.
  final Passing passing;

  /// What a group has only as long as its coordinator.
  static final class Passing {
    /// Version of the topics that the topology was last looked at with.
    long checkedTopicsVersion = -1;

    /// The first assignment waits for more members.
    boolean delaysAssignment;

    /// Members are asked for the description of the topology.
    final DescriptionRequests descriptionRequests = new DescriptionRequests();

    /// Grows when somebody who can be asked for state gets other tasks.
    int endpointEpoch;

    /// Who asked for the end of the application.
    @Nullable String shutdownRequester;
  }

  StreamsGroup(String groupId) {
    this(groupId, new Passing());
  }

  private StreamsGroup(String groupId, Passing passing) {
    this.groupId = groupId;
    this.passing = passing;
  }

  StreamsGroup copy() {
    StreamsGroup copy = new StreamsGroup(groupId, passing);
    copy.epoch = epoch;
    copy.metadataHash = metadataHash;
    copy.validatedTopologyEpoch = validatedTopologyEpoch;
    copy.assignmentConfigs = assignmentConfigs;
    copy.assignmentEpoch = assignmentEpoch;
    copy.assignmentMillis = assignmentMillis;
    copy.topology = topology;
    copy.members.putAll(members);
    copy.targets.putAll(targets);
    return copy;
  }

  void epoch(int newEpoch, long hash, int topologyEpoch, SortedMap<String, String> configs) {
    epoch = newEpoch;
    metadataHash = hash;
    validatedTopologyEpoch = topologyEpoch;
    assignmentConfigs = configs;
  }

  void targetEpoch(int newEpoch, long timestampMillis) {
    assignmentEpoch = newEpoch;
    assignmentMillis = timestampMillis;
  }

  void topology(@Nullable StreamsGroupTopologyValue newTopology) {
    topology = newTopology;
  }

  void identify(String memberId, @Nullable Identity identity) {
    StreamsMember before = members.get(memberId);
    if (identity == null) {
      members.remove(memberId);
    } else {
      Ownership ownership = before == null ? Ownership.NONE : before.ownership();
      members.put(memberId, new StreamsMember(memberId, identity, ownership));
    }
  }

  void own(String memberId, @Nullable Ownership ownership) {
    StreamsMember before = members.get(memberId);
    if (ownership != null) {
      Identity identity = before == null ? Identity.NONE : before.identity();
      members.put(memberId, new StreamsMember(memberId, identity, ownership));
    } else if (before != null) {
      members.put(memberId, new StreamsMember(memberId, before.identity(), Ownership.GONE));
    }
  }

  void target(String memberId, @Nullable Tasks tasks) {
    if (tasks == null) {
      targets.remove(memberId);
    } else {
      targets.put(memberId, tasks);
    }
  }

  @Override
  public String groupId() {
    return groupId;
  }

  @Override
  public GroupType type() {
    return GroupType.STREAMS;
  }

  @Override
  public String protocolType() {
    return "streams";
  }

  @Override
  public String stateName() {
    if (members.isEmpty()) {
      return "Empty";
    }
    if (topology == null || validatedTopologyEpoch != topology.epoch) {
      return "NotReady";
    }
    if (epoch > assignmentEpoch) {
      return "Assigning";
    }
    boolean stable =
        members.values().stream().allMatch(m -> m.ownership().isReconciledTo(assignmentEpoch));
    return stable ? "Stable" : "Reconciling";
  }

  int epoch() {
    return epoch;
  }

  long metadataHash() {
    return metadataHash;
  }

  int validatedTopologyEpoch() {
    return validatedTopologyEpoch;
  }

  SortedMap<String, String> assignmentConfigs() {
    return assignmentConfigs;
  }

  int assignmentEpoch() {
    return assignmentEpoch;
  }

  long assignmentMillis() {
    return assignmentMillis;
  }

  @Nullable StreamsGroupTopologyValue topology() {
    return topology;
  }

  Collection<StreamsMember> members() {
    return Collections.unmodifiableCollection(members.values());
  }

  @Nullable StreamsMember member(String memberId) {
    return members.get(memberId);
  }

  @Override
  public int size() {
    return members.size();
  }

  Tasks target(String memberId) {
    return targets.getOrDefault(memberId, Tasks.NONE);
  }

  boolean hasTarget(String memberId) {
    return targets.containsKey(memberId);
  }

  /// Whether some member has the task as active, or has yet to give it up.
  boolean isActiveSomewhere(TaskId task) {
    return members.values().stream()
        .map(StreamsMember::ownership)
        .anyMatch(o ->
            o.assigned().active().has(task.subtopologyId(), task.partition())
                || o.pendingRevocation().active().has(task.subtopologyId(), task.partition()));
  }

  /// Whether a member of the process has the task in any role, or has yet to give it up.
  boolean isInProcess(String processId, TaskId task) {
    return members.values().stream()
        .filter(m -> m.identity().processId().equals(processId))
        .map(StreamsMember::ownership)
        .anyMatch(o ->
            o.assigned().hasAnywhere(task.subtopologyId(), task.partition())
                || o.pendingRevocation().hasAnywhere(task.subtopologyId(), task.partition()));
  }

  void addTombstones(List<CoordinatorRecord> tombstones) {
    members.keySet().forEach(m -> tombstones.add(StreamsRecords.ownershipTombstone(groupId, m)));
    targets.keySet().forEach(m -> tombstones.add(StreamsRecords.targetTombstone(groupId, m)));
    tombstones.add(StreamsRecords.targetEpochTombstone(groupId));
    members.keySet().forEach(m -> tombstones.add(StreamsRecords.memberTombstone(groupId, m)));
    tombstones.add(StreamsRecords.epochTombstone(groupId));
    tombstones.add(StreamsRecords.topologyTombstone(groupId));
  }

  @Override
  public boolean isEmpty() {
    return members.isEmpty();
  }

  @Override
  public boolean hasMember(String memberId) {
    return members.containsKey(memberId);
  }

  @Override
  public boolean isIdle() {
    return members.isEmpty();
  }

  @Override
  public boolean isSubscribedTo(String topic) {
    return !members.isEmpty() && topology != null && Topologies.reads(topology, topic);
  }

  @Override
  public boolean letsOffsetsBeDeleted() {
    return true;
  }

  @Override
  public long offsetIdleSince(String topic, long commitTimestampMillis) {
    return isSubscribedTo(topic) ? KEPT : commitTimestampMillis;
  }

  /// An older epoch is accepted as long as the member has had tasks since: its newer one may not
  /// have reached it.
  @Override
  public ErrorCode mayCommit(
      String memberId,
      @Nullable String groupInstanceId,
      int memberEpoch,
      short apiVersion,
      Turn<GroupCoordinatorShard> turn) {
    if (memberEpoch < 0 && members.isEmpty()) {
      return ErrorCode.NONE;
    }
    StreamsMember member = members.get(memberId);
    if (member == null) {
      return ErrorCode.UNKNOWN_MEMBER_ID;
    }
    if (apiVersion < STALE_EPOCH_VERSION) {
      return ErrorCode.UNSUPPORTED_VERSION;
    }
    return memberEpoch > member.memberEpoch() ? ErrorCode.STALE_MEMBER_EPOCH : ErrorCode.NONE;
  }

  @Override
  public ErrorCode mayCommitPartition(
      String memberId,
      int memberEpoch,
      io.tidepost.base.Uuid topicId,
      String topic,
      int partition) {
    StreamsMember member = members.get(memberId);
    if (member == null || memberEpoch >= member.memberEpoch() || topology == null) {
      return ErrorCode.NONE;
    }
    for (String subtopology : Topologies.subtopologiesOf(topology, topic)) {
      int given = member.ownership().assigned().active().epochOf(subtopology, partition);
      if (given < 0) {
        given = member.ownership().pendingRevocation().active().epochOf(subtopology, partition);
      }
      if (given >= 0 && memberEpoch >= given) {
        return ErrorCode.NONE;
      }
    }
    return ErrorCode.STALE_MEMBER_EPOCH;
  }

  @Override
  public ErrorCode mayFetch(@Nullable String memberId, int memberEpoch) {
    if (memberId == null && memberEpoch < 0) {
      return ErrorCode.NONE;
    }
    StreamsMember member = memberId == null ? null : members.get(memberId);
    if (member == null) {
      return ErrorCode.UNKNOWN_MEMBER_ID;
    }
    return memberEpoch == member.memberEpoch() ? ErrorCode.NONE : ErrorCode.STALE_MEMBER_EPOCH;
  }
}
