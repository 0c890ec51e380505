package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.StoredGroup.StoredMember;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.message.JoinGroupResponse;
import io.tidepost.wire.message.SyncGroupResponse;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One member of a classic group, with the request of it that waits for the others.
final class ClassicMember {

  private static final byte[] NOTHING = new byte[0];

  /// A protocol (assignor) that a member can speak, most wanted first.
  ///
  /// @param name of the assignor
  /// @param metadata the member's subscription in that protocol, opaque
  record Protocol(String name, byte[] metadata) {

    boolean sameAs(Protocol other) {
      return name.equals(other.name) && Arrays.equals(metadata, other.metadata);
    }
  }

  final String memberId;
  final @Nullable String groupInstanceId;
  final String clientId;
  final String clientHost;
  final String protocolType;
  int rebalanceTimeoutMillis;
  int sessionTimeoutMillis;
  List<Protocol> protocols;
  byte[] assignment = NOTHING;

  /// It has not got the answer to its first JoinGroup yet.
  boolean isNew;

  @Nullable Reply<JoinGroupResponse> awaitingJoin;
  @Nullable Reply<SyncGroupResponse> awaitingSync;

  ClassicMember(
      String memberId,
      @Nullable String groupInstanceId,
      String clientId,
      String clientHost,
      String protocolType,
      int rebalanceTimeoutMillis,
      int sessionTimeoutMillis,
      List<Protocol> protocols) {
    this.memberId = memberId;
    this.groupInstanceId = groupInstanceId;
    this.clientId = clientId;
    this.clientHost = clientHost;
    this.protocolType = protocolType;
    this.rebalanceTimeoutMillis = rebalanceTimeoutMillis;
    this.sessionTimeoutMillis = sessionTimeoutMillis;
    this.protocols = protocols;
  }

  /// A member as it was when the group last completed a rebalance.
  static ClassicMember of(StoredMember stored, String protocolType, String protocol) {
    int rebalanceTimeout =
        stored.rebalanceTimeoutMillis() == -1
            ? stored.sessionTimeoutMillis()
            : stored.rebalanceTimeoutMillis();
    ClassicMember member =
        new ClassicMember(
            stored.memberId(),
            stored.groupInstanceId(),
            stored.clientId(),
            stored.clientHost(),
            protocolType,
            rebalanceTimeout,
            stored.sessionTimeoutMillis(),
            List.of(new Protocol(protocol, stored.subscription())));
    member.assignment = stored.assignment();
    return member;
  }

  /// The same member under a new id, with nothing waiting.
  ClassicMember renamed(String newMemberId) {
    ClassicMember member =
        new ClassicMember(
            newMemberId,
            groupInstanceId,
            clientId,
            clientHost,
            protocolType,
            rebalanceTimeoutMillis,
            sessionTimeoutMillis,
            protocols);
    member.assignment = assignment;
    return member;
  }

  StoredMember store(String protocol, byte[] newAssignment) {
    return new StoredMember(
        memberId,
        groupInstanceId,
        clientId,
        clientHost,
        rebalanceTimeoutMillis,
        sessionTimeoutMillis,
        metadata(protocol),
        newAssignment);
  }

  boolean isStatic() {
    return groupInstanceId != null;
  }

  /// Its metadata for that protocol; nothing when it does not speak it.
  byte[] metadata(@Nullable String protocol) {
    for (Protocol known : protocols) {
      if (known.name.equals(protocol)) {
        return known.metadata;
      }
    }
    return NOTHING;
  }

  boolean speaks(List<Protocol> others) {
    if (protocols.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < others.size(); i++) {
      if (!protocols.get(i).sameAs(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// Whether silence is in order: it waits for an answer. New members are watched all the same,
  /// since a client that went away would stay in the rebalance for ever.
  boolean mayBeSilent() {
    return !isNew && (awaitingJoin != null || awaitingSync != null);
  }

  @Override
  public String toString() {
    return memberId + (groupInstanceId == null ? "" : " (instance " + groupInstanceId + ")");
  }
}
