package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupRecords;
import io.tidepost.coordinator.group.StoredGroup;
import io.tidepost.coordinator.group.StoredGroup.StoredMember;
import io.tidepost.coordinator.group.classic.ClassicMember.Protocol;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.JoinGroupRequest;
import io.tidepost.wire.message.JoinGroupResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A static member that was restarted joins without its member id (KIP-345): a new id takes the
/// place of the old one, whose holder is fenced. In a stable group whose protocol stays the same
/// nobody else notices; KIP-814 lets a leader know that it need not assign.
final class StaticRejoin {

  private static final short SKIP_ASSIGNMENT_VERSION = 9;

  private final GroupCoordinatorShard shard;
  private final ClassicGroup group;
  private final Turn<GroupCoordinatorShard> turn;
  private final JoinGroupRequest request;
  private final Client client;
  private final Reply<JoinGroupResponse> reply;

  StaticRejoin(
      GroupCoordinatorShard shard,
      ClassicGroup group,
      Turn<GroupCoordinatorShard> turn,
      JoinGroupRequest request,
      Client client,
      Reply<JoinGroupResponse> reply) {
    this.shard = shard;
    this.group = group;
    this.turn = turn;
    this.request = request;
    this.client = client;
    this.reply = reply;
  }

  void decide(ClassicMember old, String newMemberId, List<Protocol> protocols) {
    if (group.is(GroupState.STABLE) && protocolAfter(old, protocols).equals(group.protocol())) {
      persistReplacement(old, newMemberId, protocols);
      return;
    }
    Rebalance rebalance = new Rebalance(shard, group, turn);
    ClassicMember replacement = replace(rebalance, old, newMemberId, protocols);
    rebalance.parkJoin(replacement, reply);
    String reason = "static member " + replacement + " came back";
    if (group.is(GroupState.PREPARING_REBALANCE)) {
      rebalance.completeIfEverybodyJoined();
    } else {
      // In CompletingRebalance the leader may be assigning to the old id right now.
      rebalance.prepare(reason);
    }
  }

  /// What the group would select if the member spoke these protocols.
  private String protocolAfter(ClassicMember member, List<Protocol> protocols) {
    List<Protocol> before = member.protocols;
    group.setProtocols(member, protocols);
    String selected = group.selectProtocol();
    group.setProtocols(member, before);
    return selected;
  }

  private ClassicMember replace(
      Rebalance rebalance, ClassicMember old, String newMemberId, List<Protocol> protocols) {
    ClassicMember replacement = rebalance.replaceStatic(old, newMemberId);
    group.setProtocols(replacement, protocols);
    replacement.rebalanceTimeoutMillis = rebalanceTimeoutMillis();
    replacement.sessionTimeoutMillis = request.sessionTimeoutMs;
    GroupTimers.watch(turn, group, replacement);
    return replacement;
  }

  private int rebalanceTimeoutMillis() {
    return client.apiVersion() == 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs;
  }

  /// Writes the group with the new id; the id changes once that is committed. The group stands
  /// still until then.
  private void persistReplacement(ClassicMember old, String newMemberId, List<Protocol> protocols) {
    String oldLeader = group.leaderId();
    turn.persistHolding(
        List.of(GroupRecords.group(group.groupId, storedWith(old, newMemberId, protocols))),
        new Outcome<>() {
          @Override
          public void committed(GroupCoordinatorShard owner, Turn<GroupCoordinatorShard> later) {
            if (group.member(old.memberId) == old) {
              new StaticRejoin(owner, group, later, request, client, reply)
                  .finish(old, newMemberId, protocols, oldLeader);
            }
          }

          @Override
          public void failed(
              ErrorCode error, GroupCoordinatorShard owner, Turn<GroupCoordinatorShard> later) {
            JoinGroupResponse answer = Answers.joined(group, "", false);
            answer.errorCode = SyncGroup.clientError(error).code();
            later.reply(reply, answer);
          }
        });
  }

  private void finish(
      ClassicMember old, String newMemberId, List<Protocol> protocols, String oldLeader) {
    replace(new Rebalance(shard, group, turn), old, newMemberId, protocols);
    boolean maySkip = client.apiVersion() >= SKIP_ASSIGNMENT_VERSION;
    boolean leads = maySkip && group.isLeader(newMemberId);
    JoinGroupResponse answer = Answers.joined(group, newMemberId, leads);
    answer.skipAssignment = leads;
    if (!maySkip) {
      // A client that cannot skip must not believe that it leads, or it would assign.
      answer.leader = oldLeader;
    }
    turn.reply(reply, answer);
  }

  private StoredGroup storedWith(ClassicMember old, String newMemberId, List<Protocol> protocols) {
    StoredGroup before = group.store(member -> member.assignment);
    Map<String, byte[]> metadata = new LinkedHashMap<>();
    protocols.forEach(p -> metadata.put(p.name(), p.metadata()));
    List<StoredMember> members = new ArrayList<>(before.members().size());
    for (StoredMember m : before.members()) {
      members.add(
          m.memberId().equals(old.memberId)
              ? new StoredMember(
                  newMemberId,
                  m.groupInstanceId(),
                  m.clientId(),
                  m.clientHost(),
                  rebalanceTimeoutMillis(),
                  request.sessionTimeoutMs,
                  metadata.getOrDefault(group.protocol(), m.subscription()),
                  m.assignment())
              : m);
    }
    String leader = old.memberId.equals(before.leader()) ? newMemberId : before.leader();
    return new StoredGroup(
        before.protocolType(),
        before.generation(),
        before.protocol(),
        leader,
        before.stateTimestampMillis(),
        members);
  }
}
