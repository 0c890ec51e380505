package io.tidepost.coordinator.group.share;

import io.tidepost.coordinator.group.Group;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupType;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A share group, as its committed records say. Changed by applying records only.
public final class ShareGroup implements Group {

  private final String groupId;
  private int epoch;
  private long metadataHash;
  private int assignmentEpoch;
  private long assignmentMillis;
  private final SortedMap<String, ShareMember> members = new TreeMap<>();
  private final Map<String, Assignment> targets = new TreeMap<>();
  private StateTopics states = StateTopics.NONE;

  private long seenTopics = -1;

  ShareGroup(String groupId) {
    this.groupId = groupId;
  }

  @Override
  public String groupId() {
    return groupId;
  }

  /// Counts changes of members, subscriptions and topics.
  public int epoch() {
    return epoch;
  }

  /// Sums up the topics the group is subscribed to, as they were at the epoch.
  long metadataHash() {
    return metadataHash;
  }

  void epoch(int newEpoch, long hash) {
    epoch = newEpoch;
    metadataHash = hash;
  }

  /// The epoch that the target assignment is made for.
  public int assignmentEpoch() {
    return assignmentEpoch;
  }

  void assignmentEpoch(int newEpoch, long timestampMillis) {
    assignmentEpoch = newEpoch;
    assignmentMillis = timestampMillis;
  }

  /// When the targets were worked out, 0 when that is not known.
  long assignmentMillis() {
    return assignmentMillis;
  }

  /// The members by id.
  SortedMap<String, ShareMember> members() {
    return Collections.unmodifiableSortedMap(members);
  }

  @Override
  public int size() {
    return members.size();
  }

  @Nullable ShareMember member(String memberId) {
    return members.get(memberId);
  }

  void put(ShareMember member) {
    members.put(member.memberId(), member);
  }

  void remove(String memberId) {
    members.remove(memberId);
  }

  /// What the member is to work on.
  Assignment target(String memberId) {
    return targets.getOrDefault(memberId, Assignment.NOTHING);
  }

  void target(String memberId, @Nullable Assignment target) {
    if (target == null) {
      targets.remove(memberId);
    } else {
      targets.put(memberId, target);
    }
  }

  /// The share partitions that the group has states of.
  public StateTopics states() {
    return states;
  }

  void states(StateTopics topics) {
    states = topics;
  }

  /// The version of the topics that the group is known to fit to. Not durable: it only saves
  /// looking twice.
  long seenTopics() {
    return seenTopics;
  }

  void sawTopics(long version) {
    seenTopics = version;
  }

  @Override
  public GroupType type() {
    return GroupType.SHARE;
  }

  @Override
  public String stateName() {
    return members.isEmpty() ? "Empty" : "Stable";
  }

  @Override
  public String protocolType() {
    return "share";
  }

  @Override
  public boolean isEmpty() {
    return members.isEmpty();
  }

  /// Never: an empty share group remembers where its share partitions are, and stays until it is
  /// deleted.
  @Override
  public boolean hasMember(String memberId) {
    return members.containsKey(memberId);
  }

  @Override
  public boolean isIdle() {
    return false;
  }

  @Override
  public boolean isSubscribedTo(String topic) {
    return members.values().stream().anyMatch(member -> member.topics().contains(topic));
  }

  @Override
  public boolean letsOffsetsBeDeleted() {
    return false;
  }

  @Override
  public long offsetIdleSince(String topic, long commitTimestampMillis) {
    return KEPT;
  }

  /// Nobody commits offsets for a share group.
  @Override
  public ErrorCode mayCommit(
      String memberId,
      @Nullable String groupInstanceId,
      int memberEpoch,
      short apiVersion,
      Turn<GroupCoordinatorShard> turn) {
    return ErrorCode.GROUP_ID_NOT_FOUND;
  }

  @Override
  public ErrorCode mayFetch(@Nullable String memberId, int memberEpoch) {
    return ErrorCode.GROUP_ID_NOT_FOUND;
  }
}
