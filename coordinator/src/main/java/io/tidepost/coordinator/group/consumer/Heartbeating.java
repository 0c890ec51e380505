package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupHistory;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ConsumerGroupHeartbeatRequest;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// A heartbeat of a member that joins or stays, in three steps: the member is added or updated, the
/// targets of the group are worked out if they are outdated, the member takes one step towards its
/// own. All of it is drafted, written in one batch and answered once that is committed; a heartbeat
/// that changes nothing is answered at once.
final class Heartbeating {

  private final GroupCoordinatorShard shard;
  private final Turn<GroupCoordinatorShard> turn;
  private final ConsumerGroupHeartbeat command;
  private final ConsumerGroupHeartbeatRequest request;
  private final ConsumerGroupSettings settings;

  Heartbeating(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      ConsumerGroupHeartbeat command,
      ConsumerGroupSettings settings) {
    this.shard = shard;
    this.turn = turn;
    this.command = command;
    this.request = command.request;
    this.settings = settings;
  }

  private boolean joins() {
    return request.memberEpoch == HeartbeatRules.JOINS;
  }

  void decide() {
    GroupEntry entry = GroupEntry.find(shard, turn, request.groupId, joins(), settings);
    Draft draft = entry.draft();
    if (draft == null) {
      refuse(entry.denial());
      return;
    }
    ConsumerGroup group = draft.group();
    if (group.size() >= settings.sizeMax() && group.member(request.memberId) == null) {
      refuse(
          new Denial(
              ErrorCode.GROUP_MAX_SIZE_REACHED,
              "The consumer group has reached its maximum capacity of "
                  + settings.sizeMax()
                  + " members."));
      return;
    }
    String memberId = request.memberId.isEmpty() ? randomId(turn.randomness()) : request.memberId;
    MemberLookup lookup = find(draft, memberId);
    ConsumerMember member = lookup.member();
    if (member == null) {
      refuse(lookup.denial());
      return;
    }
    go(draft, entry, member);
  }

  private MemberLookup find(Draft draft, String memberId) {
    if (joins()) {
      return MemberLookup.joining(draft, memberId, request.instanceId, false);
    }
    MemberLookup lookup = MemberLookup.present(draft.group(), memberId, request.instanceId);
    ConsumerMember member = lookup.member();
    if (member == null) {
      return lookup;
    }
    Denial denial = MemberLookup.checkEpoch(member, request.memberEpoch, command.owned());
    return denial == null ? lookup : new MemberLookup(null, denial);
  }

  private void go(Draft draft, GroupEntry entry, ConsumerMember before) {
    Subscription subscription = updated(before.subscription());
    Regexes regexes = new Regexes(shard, turn, draft, settings);
    Denial invalid = regexes.check(before.subscription(), subscription);
    if (invalid != null) {
      refuse(invalid);
      return;
    }
    Ownership had = before.ownership();
    boolean isNew = draft.group().member(before.memberId()) == null;
    if (isNew || !subscription.equals(before.subscription())) {
      draft.subscribe(before.memberId(), subscription);
      draft.forgetUnusedRegexes();
    }
    boolean topicsChanged = isNew || !subscription.topics().equals(before.subscription().topics());
    boolean regexChanged = !subscription.regex().equals(before.subscription().regex());
    Assigning assigning = new Assigning(draft, shard.surroundings().topics(), settings);
    int epochBefore = draft.group().epoch();
    assigning.updateEpoch(
        topicsChanged || (regexChanged && regexes.isResolved(subscription.regex())));
    if (draft.group().epoch() > epochBefore) {
      shard
          .history()
          .note(
              request.groupId,
              turn.wallMillis(),
              draft.group().epoch(),
              GroupHistory.reason(
                  subscription.who(before.memberId()), isNew, topicsChanged || regexChanged));
    }
    assigning.updateTargets(turn.wallMillis());
    reconcile(draft, before.memberId(), topicsChanged || regexChanged);
    ConsumerMember after = draft.group().member(before.memberId());
    if (after == null) {
      throw new IllegalStateException("member " + before + " was not drafted");
    }
    boolean tellAssignment =
        joins() || isFull() || !after.ownership().assigned().equals(had.assigned());
    boolean hasMoved = !after.ownership().equals(had);
    new HeartbeatOutcome(command, entry, draft, after, hasMoved, tellAssignment, settings)
        .persist(shard, turn);
    regexes.refresh(request.groupId, command.visibleTopics);
  }

  private void reconcile(Draft draft, String memberId, boolean subscriptionChanged) {
    ConsumerGroup group = draft.group();
    ConsumerMember member = group.member(memberId);
    if (member == null
        || (!subscriptionChanged && member.ownership().isReconciledTo(group.assignmentEpoch()))) {
      return;
    }
    if (group.assignmentEpoch() < 0) {
      return;
    }
    SortedSet<Uuid> subscribed = TopicIds.of(group.topicsOf(member), shard.surroundings().topics());
    SortedMap<Uuid, SortedSet<Integer>> owned = command.owned();
    Ownership next = new Reconciliation(group, member, subscribed, owned).step(subscriptionChanged);
    if (!next.equals(member.ownership())) {
      draft.own(memberId, next);
    }
  }

  /// A member that sends everything wants to hear everything.
  private boolean isFull() {
    return request.rebalanceTimeoutMs != -1
        && (request.subscribedTopicNames != null || request.subscribedTopicRegex != null)
        && request.topicPartitions != null;
  }

  /// What the request does not mention stays.
  private Subscription updated(Subscription before) {
    Client client = command.client;
    return new Subscription(
        request.instanceId == null ? before.instanceId() : request.instanceId,
        request.rackId == null ? before.rackId() : request.rackId,
        client.clientId(),
        client.clientHost(),
        request.subscribedTopicNames == null
            ? before.topics()
            : Subscription.names(request.subscribedTopicNames),
        request.subscribedTopicRegex == null ? before.regex() : request.subscribedTopicRegex,
        request.rebalanceTimeoutMs == -1
            ? before.rebalanceTimeoutMillis()
            : request.rebalanceTimeoutMs,
        request.serverAssignor == null ? before.assignor() : request.serverAssignor,
        null);
  }

  private void refuse(@Nullable Denial denial) {
    command.reply(
        turn,
        denial == null
            ? command.error(ErrorCode.UNKNOWN_SERVER_ERROR)
            : ConsumerGroupHeartbeat.error(denial));
  }

  private static String randomId(Randomness randomness) {
    return Uuid.random(randomness).toString();
  }
}
