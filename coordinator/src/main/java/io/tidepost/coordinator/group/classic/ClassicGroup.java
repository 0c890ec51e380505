package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.Group;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupType;
import io.tidepost.coordinator.group.StoredGroup;
import io.tidepost.coordinator.group.StoredGroup.StoredMember;
import io.tidepost.coordinator.group.classic.ClassicMember.Protocol;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.JoinGroupResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A classic group at work: who is in it, who waits, where the rebalance is. It starts from the
/// last committed record and is lost with leadership, like a session: members then find the new
/// coordinator and go on from what was committed.
///
/// It only keeps the books; [Rebalance] and the commands decide.
public final class ClassicGroup implements Group {

  private static final String CONSUMER = "consumer";

  final String groupId;
  private GroupState state = GroupState.EMPTY;
  private GroupState previousState = GroupState.EMPTY;
  int generation;
  @Nullable String protocolType;
  @Nullable String protocol;
  private @Nullable String leaderId;
  long stateTimestampMillis;

  /// Somebody joined since the initial delay was last looked at.
  boolean newMemberAdded;

  private int awaitingJoin;

  /// Topics of all members' subscriptions; `null` when they cannot be read.
  private @Nullable Set<String> subscribedTopics;

  private final Map<String, ClassicMember> members = new LinkedHashMap<>();
  private final Map<String, String> memberIdByInstance = new HashMap<>();
  private final Map<String, Integer> speakersByProtocol = new HashMap<>();

  /// Members that were given an id and have not come back with it.
  final Set<String> pendingJoin = new LinkedHashSet<>();

  /// Members of this generation that have not sent SyncGroup.
  final Set<String> pendingSync = new LinkedHashSet<>();

  ClassicGroup(String groupId, long nowMillis) {
    this.groupId = groupId;
    this.stateTimestampMillis = nowMillis;
  }

  /// The group that a committed record describes.
  public static ClassicGroup of(String groupId, StoredGroup stored) {
    ClassicGroup group = new ClassicGroup(groupId, stored.stateTimestampMillis());
    String type = stored.protocolType();
    group.generation = stored.generation();
    group.protocol = stored.protocol();
    String protocol = stored.protocol() == null ? "" : stored.protocol();
    stored.members().forEach(m -> group.add(ClassicMember.of(m, type, protocol)));
    group.protocolType = type.isEmpty() ? null : type;
    group.leaderId = stored.leader();
    group.state = stored.members().isEmpty() ? GroupState.EMPTY : GroupState.STABLE;
    group.refreshSubscribedTopics();
    return group;
  }

  /// The record that describes the group as it is, with these assignments.
  StoredGroup store(Function<ClassicMember, byte[]> assignments) {
    List<StoredMember> stored = new ArrayList<>(members.size());
    String name = protocol == null ? "" : protocol;
    members.values().forEach(m -> stored.add(m.store(name, assignments.apply(m))));
    String type = protocolType == null ? "" : protocolType;
    return new StoredGroup(type, generation, protocol, leaderId, stateTimestampMillis, stored);
  }

  @Override
  public String groupId() {
    return groupId;
  }

  public GroupState state() {
    return state;
  }

  boolean is(GroupState other) {
    return state == other;
  }

  /// Whether the rebalance that is being prepared is the first of a group that was empty.
  boolean isInitialRebalance() {
    return state == GroupState.PREPARING_REBALANCE && previousState == GroupState.EMPTY;
  }

  void moveTo(GroupState next, long nowMillis) {
    boolean allowed =
        switch (next) {
          case PREPARING_REBALANCE -> state != GroupState.PREPARING_REBALANCE;
          case COMPLETING_REBALANCE, EMPTY -> state == GroupState.PREPARING_REBALANCE;
          case STABLE -> state == GroupState.COMPLETING_REBALANCE;
        };
    if (!allowed) {
      throw new IllegalStateException(
          "group " + groupId + " cannot go from " + state + " to " + next);
    }
    previousState = state;
    state = next;
    stateTimestampMillis = nowMillis;
  }

  @Override
  public GroupType type() {
    return GroupType.CLASSIC;
  }

  @Override
  public String stateName() {
    return state.toString();
  }

  @Override
  public boolean isEmpty() {
    return state == GroupState.EMPTY;
  }

  @Override
  public String protocolType() {
    return protocolType == null ? "" : protocolType;
  }

  /// The assignor in use, empty when there is none.
  public String protocol() {
    return protocol == null ? "" : protocol;
  }

  public int generation() {
    return generation;
  }

  String leaderId() {
    return leaderId == null ? "" : leaderId;
  }

  boolean isLeader(String memberId) {
    return memberId.equals(leaderId);
  }

  Collection<ClassicMember> members() {
    return members.values();
  }

  @Nullable ClassicMember member(String memberId) {
    return members.get(memberId);
  }

  boolean has(String memberId) {
    return members.containsKey(memberId);
  }

  @Override
  public int size() {
    return members.size();
  }

  @Nullable String memberIdOf(String groupInstanceId) {
    return memberIdByInstance.get(groupInstanceId);
  }

  int staticSize() {
    return memberIdByInstance.size();
  }

  @Override
  public boolean hasMember(String memberId) {
    return member(memberId) != null;
  }

  @Override
  public boolean isIdle() {
    return state == GroupState.EMPTY && members.isEmpty() && pendingJoin.isEmpty();
  }

  void add(ClassicMember member) {
    if (members.isEmpty()) {
      protocolType = member.protocolType;
    }
    if (leaderId == null) {
      leaderId = member.memberId;
    }
    if (member.groupInstanceId != null) {
      memberIdByInstance.put(member.groupInstanceId, member.memberId);
    }
    members.put(member.memberId, member);
    awaitingJoin += member.awaitingJoin == null ? 0 : 1;
    pendingJoin.remove(member.memberId);
    count(member, 1);
  }

  /// Takes a member, or one that was only given an id, out of the books.
  void remove(String memberId) {
    ClassicMember removed = members.remove(memberId);
    if (removed != null) {
      count(removed, -1);
      awaitingJoin -= removed.awaitingJoin == null ? 0 : 1;
      if (removed.groupInstanceId != null) {
        memberIdByInstance.remove(removed.groupInstanceId);
      }
    }
    if (isLeader(memberId)) {
      leaderId = members.isEmpty() ? null : members.keySet().iterator().next();
    }
    pendingJoin.remove(memberId);
    pendingSync.remove(memberId);
  }

  /// Puts `replacement` where `old` was, as leader too.
  void replace(ClassicMember old, ClassicMember replacement) {
    boolean wasLeader = isLeader(old.memberId);
    boolean owedSync = pendingSync.remove(old.memberId);
    count(old, -1);
    members.remove(old.memberId);
    awaitingJoin -= old.awaitingJoin == null ? 0 : 1;
    awaitingJoin += replacement.awaitingJoin == null ? 0 : 1;
    members.put(replacement.memberId, replacement);
    count(replacement, 1);
    if (replacement.groupInstanceId != null) {
      memberIdByInstance.put(replacement.groupInstanceId, replacement.memberId);
    }
    if (wasLeader) {
      leaderId = replacement.memberId;
    }
    if (owedSync) {
      pendingSync.add(replacement.memberId);
    }
  }

  void setProtocols(ClassicMember member, List<Protocol> protocols) {
    count(member, -1);
    member.protocols = protocols;
    count(member, 1);
  }

  private void count(ClassicMember member, int by) {
    member.protocols.forEach(p -> speakersByProtocol.merge(p.name(), by, Integer::sum));
  }

  int awaitingJoin() {
    return awaitingJoin;
  }

  /// Parks a JoinGroup of the member, or takes out the parked one.
  ///
  /// @return the one that was parked before
  @Nullable Reply<JoinGroupResponse> park(
      ClassicMember member, @Nullable Reply<JoinGroupResponse> reply) {
    Reply<JoinGroupResponse> before = member.awaitingJoin;
    member.awaitingJoin = reply;
    if (members.get(member.memberId) == member) {
      awaitingJoin += (reply == null ? 0 : 1) - (before == null ? 0 : 1);
    }
    return before;
  }

  boolean everybodyJoined() {
    return pendingJoin.isEmpty() && awaitingJoin == members.size();
  }

  /// The longest time any member wants a rebalance to wait for it.
  int rebalanceTimeoutMillis() {
    return members.values().stream().mapToInt(m -> m.rebalanceTimeoutMillis).max().orElse(0);
  }

  /// Makes sure that the leader is somebody who joined.
  ///
  /// @return `false` when nobody did
  boolean electJoinedLeader() {
    ClassicMember leader = leaderId == null ? null : members.get(leaderId);
    if (leader != null && leader.awaitingJoin != null) {
      return true;
    }
    for (ClassicMember member : members.values()) {
      if (member.awaitingJoin != null) {
        leaderId = member.memberId;
        return true;
      }
    }
    return false;
  }

  /// Whether a member with these protocols could be in the group.
  boolean accepts(String type, List<Protocol> protocols) {
    if (state == GroupState.EMPTY) {
      return !type.isEmpty() && !protocols.isEmpty();
    }
    return type.equals(protocolType)
        && protocols.stream().anyMatch(p -> speakersOf(p.name()) == members.size());
  }

  private int speakersOf(String name) {
    return speakersByProtocol.getOrDefault(name, 0);
  }

  /// Every member votes for the first of its protocols that all speak; the most votes win, then the
  /// one that was voted for first.
  String selectProtocol() {
    Map<String, Integer> votes = new LinkedHashMap<>();
    for (ClassicMember member : members.values()) {
      for (Protocol candidate : member.protocols) {
        if (speakersOf(candidate.name()) == members.size()) {
          votes.merge(candidate.name(), 1, Integer::sum);
          break;
        }
      }
    }
    String winner = "";
    int most = 0;
    for (Map.Entry<String, Integer> entry : votes.entrySet()) {
      if (entry.getValue() > most) {
        most = entry.getValue();
        winner = entry.getKey();
      }
    }
    if (most == 0) {
      throw new IllegalStateException("members of group " + groupId + " share no protocol");
    }
    return winner;
  }

  /// Starts the next generation with the members that are there.
  void startGeneration(long nowMillis) {
    generation++;
    pendingSync.clear();
    protocol = members.isEmpty() ? null : selectProtocol();
    refreshSubscribedTopics();
    moveTo(members.isEmpty() ? GroupState.EMPTY : GroupState.COMPLETING_REBALANCE, nowMillis);
  }

  /// Whether the group speaks the consumers' own protocol.
  public boolean isConsumerGroup() {
    return CONSUMER.equals(protocolType);
  }

  @Override
  public boolean isSubscribedTo(String topic) {
    return subscribedTopics == null ? isConsumerGroup() : subscribedTopics.contains(topic);
  }

  @Override
  public boolean letsOffsetsBeDeleted() {
    return isEmpty() || isConsumerGroup();
  }

  /// A group that has become empty keeps its offsets for the retention time from then on; consumers
  /// at work keep those of topics they are subscribed to, the others count from their commit.
  @Override
  public long offsetIdleSince(String topic, long commitTimestampMillis) {
    if (isSubscribedTo(topic)) {
      return KEPT;
    }
    if (protocolType().isEmpty()) {
      return commitTimestampMillis;
    }
    if (isEmpty()) {
      return stateTimestampMillis < 0 ? commitTimestampMillis : stateTimestampMillis;
    }
    boolean known = state == GroupState.STABLE && subscribedTopics != null;
    return known ? commitTimestampMillis : KEPT;
  }

  @Override
  public ErrorCode mayCommit(
      String memberId,
      @Nullable String groupInstanceId,
      int epoch,
      short apiVersion,
      Turn<GroupCoordinatorShard> turn) {
    return OffsetCommitCheck.check(this, memberId, groupInstanceId, epoch, turn);
  }

  /// Anybody may: the classic protocol does not say who asks.
  @Override
  public ErrorCode mayFetch(@Nullable String memberId, int memberEpoch) {
    return ErrorCode.NONE;
  }

  private void refreshSubscribedTopics() {
    subscribedTopics = null;
    if (!isConsumerGroup()) {
      return;
    }
    Set<String> topics = new HashSet<>();
    for (ClassicMember member : members.values()) {
      List<String> own = Subscriptions.topics(member.metadata(protocol));
      if (own == null) {
        return;
      }
      topics.addAll(own);
    }
    subscribedTopics = topics;
  }
}
