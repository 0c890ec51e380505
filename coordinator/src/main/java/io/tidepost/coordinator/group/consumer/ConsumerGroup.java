package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.Group;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupType;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A consumer group as its records say. Changed by applying records, or as a copy in a [Draft].
///
/// A partition has at most one owner: whoever has it assigned, or has yet to give it up.
public final class ConsumerGroup implements Group {

  /// No assignment has been worked out.
  static final int EPOCH_NONE = -1;

  private final String groupId;
  private int epoch;
  private long metadataHash;
  private int assignmentEpoch = EPOCH_NONE;
  private long assignmentMillis;
  private boolean hasPartitionMetadata;

  private final SortedMap<String, ConsumerMember> members = new TreeMap<>();
  private final Map<String, String> memberIdByInstance = new HashMap<>();
  private final SortedMap<String, SortedMap<Uuid, SortedSet<Integer>>> targets = new TreeMap<>();
  private final SortedMap<String, ResolvedRegex> regexes = new TreeMap<>();

  /// Who owns what, worked out when somebody asks.
  private @Nullable Map<Uuid, Map<Integer, String>> owners;

  /// Version of the topics that the metadata hash was last compared with; not durable.
  private long checkedTopicsVersion = -1;

  /// Patterns of the group are being resolved elsewhere; not durable.
  private boolean resolving;

  ConsumerGroup(String groupId) {
    this.groupId = groupId;
  }

  /// The same group, to be changed on its own.
  ConsumerGroup copy() {
    ConsumerGroup copy = new ConsumerGroup(groupId);
    copy.epoch = epoch;
    copy.metadataHash = metadataHash;
    copy.assignmentEpoch = assignmentEpoch;
    copy.assignmentMillis = assignmentMillis;
    copy.hasPartitionMetadata = hasPartitionMetadata;
    copy.members.putAll(members);
    copy.memberIdByInstance.putAll(memberIdByInstance);
    copy.targets.putAll(targets);
    copy.regexes.putAll(regexes);
    copy.checkedTopicsVersion = checkedTopicsVersion;
    copy.resolving = resolving;
    return copy;
  }

  void epoch(int newEpoch, long hash) {
    epoch = newEpoch;
    metadataHash = hash;
  }

  void targetEpoch(int newEpoch, long timestampMillis) {
    assignmentEpoch = newEpoch;
    assignmentMillis = timestampMillis;
  }

  void hasPartitionMetadata(boolean has) {
    hasPartitionMetadata = has;
  }

  /// @param subscription `null` removes the member
  void subscribe(String memberId, @Nullable Subscription subscription) {
    owners = null;
    ConsumerMember before = members.get(memberId);
    if (before != null && before.instanceId() != null) {
      memberIdByInstance.remove(before.instanceId(), memberId);
    }
    if (subscription == null) {
      members.remove(memberId);
      return;
    }
    Ownership ownership = before == null ? Ownership.NONE : before.ownership();
    members.put(memberId, new ConsumerMember(memberId, subscription, ownership));
    if (subscription.instanceId() != null) {
      memberIdByInstance.put(subscription.instanceId(), memberId);
    }
  }

  /// @param ownership `null` takes everything away
  void own(String memberId, @Nullable Ownership ownership) {
    owners = null;
    ConsumerMember before = members.get(memberId);
    if (ownership != null) {
      Subscription subscription = before == null ? Subscription.NONE : before.subscription();
      members.put(memberId, new ConsumerMember(memberId, subscription, ownership));
    } else if (before != null) {
      members.put(memberId, before.with(Ownership.GONE));
    }
  }

  /// @param partitions `null` removes the member's target
  void target(String memberId, @Nullable SortedMap<Uuid, SortedSet<Integer>> partitions) {
    if (partitions == null) {
      targets.remove(memberId);
    } else {
      targets.put(memberId, partitions);
    }
  }

  /// @param resolved `null` forgets the pattern
  void resolve(String regex, @Nullable ResolvedRegex resolved) {
    if (resolved == null) {
      regexes.remove(regex);
    } else {
      regexes.put(regex, resolved);
    }
  }

  @Override
  public String groupId() {
    return groupId;
  }

  @Override
  public GroupType type() {
    return GroupType.CONSUMER;
  }

  @Override
  public String protocolType() {
    return "consumer";
  }

  @Override
  public String stateName() {
    if (members.isEmpty()) {
      return "Empty";
    }
    if (epoch > assignmentEpoch) {
      return "Assigning";
    }
    boolean stable =
        members.values().stream().allMatch(m -> m.ownership().isReconciledTo(assignmentEpoch));
    return stable ? "Stable" : "Reconciling";
  }

  /// Grows with every change of members or topics that asks for a new assignment.
  public int epoch() {
    return epoch;
  }

  long metadataHash() {
    return metadataHash;
  }

  /// Group epoch that the targets were worked out for.
  public int assignmentEpoch() {
    return assignmentEpoch;
  }

  /// When the targets were worked out, 0 when that is not known.
  long assignmentMillis() {
    return assignmentMillis;
  }

  boolean hasPartitionMetadata() {
    return hasPartitionMetadata;
  }

  /// All members, by their ids.
  public Collection<ConsumerMember> members() {
    return Collections.unmodifiableCollection(members.values());
  }

  public @Nullable ConsumerMember member(String memberId) {
    return members.get(memberId);
  }

  @Nullable ConsumerMember staticMember(@Nullable String instanceId) {
    String memberId = instanceId == null ? null : memberIdByInstance.get(instanceId);
    return memberId == null ? null : members.get(memberId);
  }

  @Override
  public int size() {
    return members.size();
  }

  /// What the member is to have, nothing when nothing was worked out for it.
  public SortedMap<Uuid, SortedSet<Integer>> target(String memberId) {
    return targets.getOrDefault(memberId, Partitions.NONE);
  }

  SortedMap<String, SortedMap<Uuid, SortedSet<Integer>>> targets() {
    return Collections.unmodifiableSortedMap(targets);
  }

  SortedMap<String, ResolvedRegex> regexes() {
    return Collections.unmodifiableSortedMap(regexes);
  }

  /// Who has the partition, or has yet to give it up; `null` when it is free.
  @Nullable String ownerOf(Uuid topic, int partition) {
    Map<Uuid, Map<Integer, String>> known = owners;
    if (known == null) {
      known = new HashMap<>();
      for (ConsumerMember member : members.values()) {
        noteOwner(known, member.memberId(), member.ownership().assigned());
        noteOwner(known, member.memberId(), member.ownership().pendingRevocation());
      }
      owners = known;
    }
    return known.getOrDefault(topic, Map.of()).get(partition);
  }

  private static void noteOwner(
      Map<Uuid, Map<Integer, String>> into,
      String memberId,
      SortedMap<Uuid, SortedMap<Integer, Integer>> partitions) {
    partitions.forEach((topic, of) -> {
      Map<Integer, String> topicOwners = into.computeIfAbsent(topic, t -> new HashMap<>());
      of.keySet().forEach(partition -> topicOwners.put(partition, memberId));
    });
  }

  /// Topics that any member is subscribed to, by name or by a pattern that has been resolved.
  SortedSet<String> subscribedTopics() {
    SortedSet<String> topics = new TreeSet<>();
    members.values().forEach(member -> topics.addAll(member.subscription().topics()));
    SortedSet<String> patterns = subscribedRegexes();
    regexes.forEach((regex, resolved) -> {
      if (patterns.contains(regex)) {
        topics.addAll(resolved.topics());
      }
    });
    return topics;
  }

  /// Topics of one member.
  SortedSet<String> topicsOf(ConsumerMember member) {
    ResolvedRegex resolved = regexes.get(member.subscription().regex());
    if (resolved == null || resolved.topics().isEmpty()) {
      return member.subscription().topics();
    }
    SortedSet<String> topics = new TreeSet<>(member.subscription().topics());
    topics.addAll(resolved.topics());
    return topics;
  }

  /// Patterns that any member is subscribed to.
  SortedSet<String> subscribedRegexes() {
    SortedSet<String> all = new TreeSet<>();
    for (ConsumerMember member : members.values()) {
      if (member.subscription().hasRegex()) {
        all.add(member.subscription().regex());
      }
    }
    return all;
  }

  /// Members that speak the classic protocol.
  List<ConsumerMember> classicMembers() {
    return members.values().stream().filter(ConsumerMember::usesClassicProtocol).toList();
  }

  long checkedTopicsVersion() {
    return checkedTopicsVersion;
  }

  void checkedTopics(long version) {
    checkedTopicsVersion = version;
  }

  boolean isResolving() {
    return resolving;
  }

  void resolving(boolean now) {
    resolving = now;
  }

  void addTombstones(List<CoordinatorRecord> tombstones) {
    members.keySet().forEach(m -> tombstones.add(ConsumerRecords.ownershipTombstone(groupId, m)));
    targets.keySet().forEach(m -> tombstones.add(ConsumerRecords.targetTombstone(groupId, m)));
    tombstones.add(ConsumerRecords.targetEpochTombstone(groupId));
    members.keySet().forEach(m -> tombstones.add(ConsumerRecords.memberTombstone(groupId, m)));
    regexes.keySet().forEach(r -> tombstones.add(ConsumerRecords.regexTombstone(groupId, r)));
    tombstones.add(ConsumerRecords.partitionMetadataTombstone(groupId));
    tombstones.add(ConsumerRecords.epochTombstone(groupId));
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
    return subscribedTopics().contains(topic);
  }

  @Override
  public boolean letsOffsetsBeDeleted() {
    return true;
  }

  @Override
  public long offsetIdleSince(String topic, long commitTimestampMillis) {
    return isSubscribedTo(topic) ? KEPT : commitTimestampMillis;
  }

  @Override
  public ErrorCode mayCommit(
      String memberId,
      @Nullable String groupInstanceId,
      int memberEpoch,
      short apiVersion,
      Turn<GroupCoordinatorShard> turn) {
    return OffsetChecks.mayCommit(this, memberId, memberEpoch, apiVersion);
  }

  @Override
  public ErrorCode mayCommitPartition(
      String memberId, int memberEpoch, Uuid topicId, String topic, int partition) {
    return OffsetChecks.mayCommitPartition(this, memberId, memberEpoch, topicId, partition);
  }

  @Override
  public ErrorCode mayFetch(@Nullable String memberId, int memberEpoch) {
    return OffsetChecks.mayFetch(this, memberId, memberEpoch);
  }
}
