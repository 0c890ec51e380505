package io.tidepost.coordinator.group.classic;

import io.tidepost.base.Randomness;
import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupOptions;
import io.tidepost.coordinator.group.GroupRecords;
import io.tidepost.coordinator.group.classic.ClassicMember.Protocol;
import io.tidepost.coordinator.group.consumer.ClassicJoin;
import io.tidepost.coordinator.group.consumer.ConsumerGroup;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.JoinGroupRequest;
import io.tidepost.wire.message.JoinGroupResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A member joins, or joins again. The answer waits until all members have, or says at once why
/// not.
public final class JoinGroup extends GroupCommand<JoinGroupResponse> {

  /// From this version on a member must come back with the id it is given (KIP-394).
  private static final short KNOWN_MEMBER_ID_VERSION = 4;

  private final JoinGroupRequest request;
  private final Client client;

  public JoinGroup(JoinGroupRequest request, Client client, Reply<JoinGroupResponse> reply) {
    super(request.groupId, reply);
    this.request = request;
    this.client = client;
  }

  @Override
  protected JoinGroupResponse error(ErrorCode error) {
    return Answers.joinError(request.memberId, error);
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ErrorCode invalid = validate(shard.options());
    if (invalid != ErrorCode.NONE) {
      turn.reply(reply, error(invalid));
      return;
    }
    boolean unknown = request.memberId.isEmpty();
    ConsumerGroup consumers = shard.consumer().find(key());
    if (consumers != null && !consumers.isEmpty()) {
      new ClassicJoin(shard, turn, consumers, request, client, reply).decide();
      return;
    }
    if (consumers != null) {
      turn.log("The empty consumer group " + key() + " becomes a classic group");
      turn.persistHolding(shard.tombstones(key()), new OnceEmptied());
      return;
    }
    ClassicGroup group = shard.classic().find(key());
    if (group == null && shard.group(key()) != null) {
      turn.reply(reply, error(ErrorCode.INCONSISTENT_GROUP_PROTOCOL));
      return;
    }
    if (group == null) {
      if (!unknown) {
        turn.reply(reply, error(ErrorCode.UNKNOWN_MEMBER_ID));
        return;
      }
      group = new ClassicGroup(key(), turn.wallMillis());
    }
    new Joining(shard, group, turn).join(unknown);
  }

  /// Joins once an empty group of the other protocol is out of the way.
  private final class OnceEmptied implements Outcome<GroupCoordinatorShard> {

    @Override
    public void committed(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      turn.submit(JoinGroup.this);
    }

    @Override
    public void failed(
        ErrorCode error, GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      turn.reply(reply, error(error));
    }
  }

  private ErrorCode validate(GroupOptions options) {
    if (key().isEmpty()) {
      return ErrorCode.INVALID_GROUP_ID;
    }
    if (request.sessionTimeoutMs < options.sessionTimeoutMillisMin()
        || request.sessionTimeoutMs > options.sessionTimeoutMillisMax()) {
      return ErrorCode.INVALID_SESSION_TIMEOUT;
    }
    return ErrorCode.NONE;
  }

  /// The decision, with what it is about at hand.
  private final class Joining {
    private final GroupCoordinatorShard shard;
    private final ClassicGroup group;
    private final Turn<GroupCoordinatorShard> turn;
    private final Rebalance rebalance;
    private final List<Protocol> protocols;

    Joining(GroupCoordinatorShard shard, ClassicGroup group, Turn<GroupCoordinatorShard> turn) {
      this.shard = shard;
      this.group = group;
      this.turn = turn;
      this.rebalance = new Rebalance(shard, group, turn);
      this.protocols = new ArrayList<>(request.protocols.size());
      for (JoinGroupRequest.JoinGroupRequestProtocol protocol : request.protocols) {
        protocols.add(new Protocol(protocol.name, GroupRecords.copy(protocol.metadata)));
      }
    }

    void join(boolean unknown) {
      if (!hasRoom()) {
        ClassicMember member = group.member(request.memberId);
        if (member != null) {
          rebalance.remove(member, ErrorCode.GROUP_MAX_SIZE_REACHED);
        }
        group.remove(request.memberId);
        turn.reply(reply, Answers.joinError("", ErrorCode.GROUP_MAX_SIZE_REACHED));
      } else if (!group.accepts(request.protocolType, protocols)) {
        turn.reply(reply, error(ErrorCode.INCONSISTENT_GROUP_PROTOCOL));
      } else if (unknown) {
        shard.classic().keep(group);
        joinFirst();
      } else {
        joinAgain();
      }
    }

    /// While a rebalance is prepared those who wait are counted, so that the last to join again are
    /// the ones that a shrunken limit turns away.
    private boolean hasRoom() {
      ClassicMember member = group.member(request.memberId);
      int sizeMax = shard.options().sizeMax();
      return switch (group.state()) {
        case EMPTY -> true;
        case PREPARING_REBALANCE ->
            (member != null && member.awaitingJoin != null) || group.awaitingJoin() < sizeMax;
        case COMPLETING_REBALANCE, STABLE -> member != null || group.size() < sizeMax;
      };
    }

    private void joinFirst() {
      String instance = request.groupInstanceId;
      String stem = instance != null ? instance : client.clientId();
      String memberId = stem + "-" + randomUuid(turn.randomness());
      String known = instance == null ? null : group.memberIdOf(instance);
      ClassicMember old = known == null ? null : group.member(known);
      if (old != null) {
        turn.log(
            "Static member "
                + old
                + " of group "
                + key()
                + " comes back as "
                + memberId
                + ", reason: "
                + reason());
        new StaticRejoin(shard, group, turn, request, client, reply)
            .decide(old, memberId, protocols);
      } else if (instance == null && client.apiVersion() >= KNOWN_MEMBER_ID_VERSION) {
        group.pendingJoin.add(memberId);
        GroupTimers.watch(turn, group, memberId, request.sessionTimeoutMs);
        turn.reply(reply, Answers.joinError(memberId, ErrorCode.MEMBER_ID_REQUIRED));
      } else {
        add(memberId);
      }
    }

    private void add(String memberId) {
      ClassicMember member =
          new ClassicMember(
              memberId,
              request.groupInstanceId,
              client.clientId(),
              client.clientHost(),
              request.protocolType,
              rebalanceTimeoutMillis(),
              request.sessionTimeoutMs,
              protocols);
      member.isNew = true;
      if (group.isInitialRebalance()) {
        group.newMemberAdded = true;
      }
      group.add(member);
      rebalance.parkJoin(member, reply);
      GroupTimers.watch(turn, group, memberId, GroupOptions.NEW_MEMBER_JOIN_TIMEOUT_MILLIS);
      rebalance.prepareOrComplete("member " + member + " joins, reason: " + reason());
    }

    private void joinAgain() {
      String memberId = request.memberId;
      if (group.pendingJoin.contains(memberId) && request.groupInstanceId == null) {
        add(memberId);
        return;
      }
      ErrorCode error = Membership.check(group, memberId, request.groupInstanceId);
      ClassicMember member = group.member(memberId);
      if (error != ErrorCode.NONE || member == null) {
        turn.reply(reply, error(error));
        return;
      }
      boolean same = member.speaks(protocols);
      boolean leads = group.isLeader(memberId);
      switch (group.state()) {
        case PREPARING_REBALANCE -> update(member);
        // With the same metadata it may just have missed the answer; say it again.
        case COMPLETING_REBALANCE -> {
          if (same) {
            turn.reply(reply, Answers.joined(group, memberId, leads));
          } else {
            update(member);
          }
        }
        // The leader may know of changes that its metadata does not show, such as new partitions.
        case STABLE -> {
          if (same && !leads) {
            turn.reply(reply, Answers.joined(group, memberId, false));
          } else {
            update(member);
          }
        }
        case EMPTY -> turn.reply(reply, error(ErrorCode.UNKNOWN_MEMBER_ID));
      }
    }

    private void update(ClassicMember member) {
      group.setProtocols(member, protocols);
      member.rebalanceTimeoutMillis = rebalanceTimeoutMillis();
      member.sessionTimeoutMillis = request.sessionTimeoutMs;
      rebalance.parkJoin(member, reply);
      rebalance.prepareOrComplete("member " + member + " joins again, reason: " + reason());
    }

    /// Version 0 knows only one timeout.
    private int rebalanceTimeoutMillis() {
      return client.apiVersion() == 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs;
    }

    private String reason() {
      return request.reason == null || request.reason.isEmpty() ? "not provided" : request.reason;
    }
  }

  private static UUID randomUuid(Randomness randomness) {
    return new UUID(
        (randomness.nextLong() & 0xffffffffffff0fffL) | 0x4000L,
        (randomness.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L);
  }
}
