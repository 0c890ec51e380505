package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupHistory;
import io.tidepost.coordinator.group.GroupRecords;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.group.classic.Migration;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.JoinGroupRequest;
import io.tidepost.wire.message.JoinGroupResponse;
import io.tidepost.wire.record.ConsumerProtocolSubscription;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// A member of the classic protocol joins a consumer group. It is answered at once, since nobody
/// waits for anybody; its generation is its member epoch, and it assigns nothing.
public final class ClassicJoin {

  private static final short KNOWN_MEMBER_ID_VERSION = 4;

  private final GroupCoordinatorShard shard;
  private final Turn<GroupCoordinatorShard> turn;
  private final ConsumerGroup group;
  private final JoinGroupRequest request;
  private final Client client;
  private final Reply<JoinGroupResponse> reply;
  private final ConsumerGroupSettings settings;
  private final TopicCatalog topics;

  public ClassicJoin(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      ConsumerGroup group,
      JoinGroupRequest request,
      Client client,
      Reply<JoinGroupResponse> reply) {
    this.shard = shard;
    this.turn = turn;
    this.group = group;
    this.request = request;
    this.client = client;
    this.reply = reply;
    this.settings = shard.surroundings().consumerSettings(group.groupId());
    this.topics = shard.surroundings().topics();
  }

  public void decide() {
    boolean unknown = request.memberId.isEmpty();
    String memberId = unknown ? Uuid.random(turn.randomness()).toString() : request.memberId;
    ConsumerProtocolSubscription embedded =
        request.protocols.isEmpty()
            ? null
            : EmbeddedProtocol.subscription(GroupRecords.copy(request.protocols.get(0).metadata));
    if (group.size() >= settings.sizeMax() && group.member(request.memberId) == null) {
      answerError("", ErrorCode.GROUP_MAX_SIZE_REACHED);
    } else if (settings.migration() == MigrationPolicy.DISABLED
        || embedded == null
        || !isSupported()) {
      answerError(request.memberId, ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
    } else if (unknown
        && request.groupInstanceId == null
        && client.apiVersion() >= KNOWN_MEMBER_ID_VERSION) {
      answerError(memberId, ErrorCode.MEMBER_ID_REQUIRED);
    } else if (wasRemoved(embedded)) {
      answerError(memberId, ErrorCode.UNKNOWN_MEMBER_ID);
    } else {
      join(memberId, unknown, embedded);
    }
  }

  /// Nobody knows it, and yet it has partitions: it was thrown out and has not noticed. They may be
  /// somebody else's already, so it must give them up before it is taken in anew.
  private boolean wasRemoved(ConsumerProtocolSubscription embedded) {
    return !embedded.ownedPartitions.isEmpty()
        && group.member(request.memberId) == null
        && group.staticMember(request.groupInstanceId) == null;
  }

  /// Whether it speaks an assignor that all other members of the classic protocol speak.
  private boolean isSupported() {
    List<ConsumerMember> others = group.classicMembers();
    return "consumer".equals(request.protocolType)
        && request.protocols.stream()
            .anyMatch(p ->
                others.stream()
                    .allMatch(m -> {
                      ClassicSide classic = m.subscription().classic();
                      return classic != null && classic.speaks(p.name);
                    }));
  }

  private void join(String memberId, boolean unknown, ConsumerProtocolSubscription embedded) {
    Draft draft = new Draft(group);
    MemberLookup lookup =
        request.groupInstanceId == null || unknown
            ? MemberLookup.joining(draft, memberId, request.groupInstanceId, true)
            : MemberLookup.present(group, memberId, request.groupInstanceId);
    ConsumerMember before = lookup.member();
    if (before == null) {
      Denial denial = lookup.denial();
      answerError(memberId, denial == null ? ErrorCode.UNKNOWN_SERVER_ERROR : denial.error());
      return;
    }
    Subscription subscription = subscription(before.subscription(), embedded);
    boolean isNew = draft.group().member(memberId) == null;
    if (isNew || !subscription.equals(before.subscription())) {
      draft.subscribe(memberId, subscription);
      draft.forgetUnusedRegexes();
    }
    boolean changed =
        isNew
            || !subscription.topics().equals(before.subscription().topics())
            || !subscription.regex().equals(before.subscription().regex());
    Assigning assigning = new Assigning(draft, topics, settings);
    int epochBefore = draft.group().epoch();
    assigning.updateEpoch(changed);
    if (draft.group().epoch() > epochBefore) {
      shard
          .history()
          .note(
              group.groupId(),
              turn.wallMillis(),
              draft.group().epoch(),
              GroupHistory.reason(subscription.who(memberId), isNew, changed));
    }
    Downgrade downgrade = new Downgrade(shard, group);
    boolean downgraded = downgrade.isDue(draft.group());
    if (!downgraded) {
      assigning.updateTargets(turn.wallMillis());
      reconcile(draft, memberId, changed, EmbeddedProtocol.owned(embedded, topics));
    }
    persist(draft, memberId, downgraded ? downgrade : null);
  }

  private Subscription subscription(Subscription before, ConsumerProtocolSubscription embedded) {
    List<ClassicSide.Protocol> protocols =
        request.protocols.stream()
            .map(p -> new ClassicSide.Protocol(p.name, GroupRecords.copy(p.metadata)))
            .toList();
    return new Subscription(
        request.groupInstanceId == null ? before.instanceId() : request.groupInstanceId,
        embedded.rackId == null ? before.rackId() : embedded.rackId,
        client.clientId(),
        client.clientHost(),
        Subscription.names(embedded.topics),
        "",
        client.apiVersion() == 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs,
        before.assignor(),
        new ClassicSide(request.sessionTimeoutMs, protocols));
  }

  private void reconcile(
      Draft draft, String memberId, boolean changed, SortedMap<Uuid, SortedSet<Integer>> owned) {
    ConsumerGroup now = draft.group();
    ConsumerMember member = now.member(memberId);
    if (member == null || (!changed && member.ownership().isReconciledTo(now.assignmentEpoch()))) {
      return;
    }
    SortedSet<Uuid> subscribed = TopicIds.of(now.topicsOf(member), topics);
    Ownership next = new Reconciliation(now, member, subscribed, owned).step(changed);
    if (!next.equals(member.ownership())) {
      draft.own(memberId, next);
    }
  }

  private void persist(Draft draft, String memberId, @Nullable Downgrade downgrade) {
    ConsumerMember member = draft.group().member(memberId);
    ClassicSide classic = member == null ? null : member.subscription().classic();
    if (member == null || classic == null) {
      throw new IllegalStateException("member " + memberId + " was not drafted");
    }
    JoinGroupResponse response = new JoinGroupResponse();
    response.memberId = memberId;
    response.generationId = member.memberEpoch();
    response.protocolType = "consumer";
    response.protocolName = classic.protocolName();
    Joined outcome = new Joined(member, response, downgrade != null);
    turn.persistHolding(
        downgrade == null ? draft.records() : downgrade.records(draft.group(), turn.wallMillis()),
        outcome);
  }

  private void answerError(String memberId, ErrorCode error) {
    JoinGroupResponse response = new JoinGroupResponse();
    response.errorCode = error.code();
    response.memberId = memberId;
    response.protocolName = null;
    turn.reply(reply, response);
  }

  private final class Joined implements Outcome<GroupCoordinatorShard> {
    private final ConsumerMember member;
    private final JoinGroupResponse response;
    private final boolean downgraded;

    Joined(ConsumerMember member, JoinGroupResponse response, boolean downgraded) {
      this.member = member;
      this.response = response;
      this.downgraded = downgraded;
    }

    @Override
    public void committed(GroupCoordinatorShard owner, Turn<GroupCoordinatorShard> later) {
      String groupId = group.groupId();
      MemberTimers.joined(later, groupId, member.memberId());
      if (downgraded) {
        // The member joins the classic group anew: it is told to, and keeps its id.
        String reason = "it became a classic group when its last consumer member was replaced";
        Migration.arrived(groupId, true, reason, owner, later);
        response.errorCode = ErrorCode.REBALANCE_IN_PROGRESS.code();
      } else {
        MemberTimers.watch(owner, later, groupId, member);
        int timeout = member.subscription().rebalanceTimeoutMillis();
        MemberTimers.awaitSync(later, groupId, member.memberId(), timeout);
      }
      later.reply(reply, response);
    }

    @Override
    public void failed(
        ErrorCode error, GroupCoordinatorShard owner, Turn<GroupCoordinatorShard> later) {
      JoinGroupResponse refused = new JoinGroupResponse();
      refused.errorCode = error.code();
      refused.memberId = member.memberId();
      refused.protocolName = null;
      later.reply(reply, refused);
    }
  }
}
