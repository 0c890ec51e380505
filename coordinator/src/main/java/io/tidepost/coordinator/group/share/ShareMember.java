package io.tidepost.coordinator.group.share;

import java.util.Objects;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// A member of a share group. Never changes.
///
/// @param memberId chosen by the client
/// @param rackId where it is, if it said so
/// @param clientId what it calls itself
/// @param clientHost where it connects from
/// @param topics names it is subscribed to
/// @param epoch member epoch: the assignment epoch it has come to
/// @param previousEpoch the one before, which it may still use when an answer got lost
/// @param assigned what it works on
record ShareMember(
    String memberId,
    @Nullable String rackId,
    String clientId,
    String clientHost,
    SortedSet<String> topics,
    int epoch,
    int previousEpoch,
    Assignment assigned) {

  ShareMember withAssigned(int newEpoch, Assignment newAssigned) {
    return new ShareMember(
        memberId, rackId, clientId, clientHost, topics, newEpoch, epoch, newAssigned);
  }

  /// The same but for what its member record says.
  ShareMember withSubscription(
      @Nullable String newRackId, String newClientId, String newHost, SortedSet<String> newTopics) {
    return new ShareMember(
        memberId, newRackId, newClientId, newHost, newTopics, epoch, previousEpoch, assigned);
  }

  boolean hasSameSubscription(ShareMember other) {
    return topics.equals(other.topics)
        && clientId.equals(other.clientId)
        && clientHost.equals(other.clientHost)
        && Objects.equals(rackId, other.rackId);
  }
}
