package io.tidepost.coordinator.group.consumer;

import io.tidepost.coordinator.group.GroupHistory;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a member is and wants (ConsumerGroupMemberMetadataValue).
///
/// @param instanceId `group.instance.id` of a static member
/// @param rackId `client.rack`
/// @param clientId what the client calls itself
/// @param clientHost where it connects from
/// @param topics names it is subscribed to
/// @param regex pattern it is subscribed to (RE2/J), empty for none
/// @param rebalanceTimeoutMillis how long it may take to give up partitions
/// @param assignor server-side assignor it asks for, `null` when it does not care
/// @param classic what it is in the classic protocol, `null` when it speaks the consumer protocol
public record Subscription(
    @Nullable String instanceId,
    @Nullable String rackId,
    String clientId,
    String clientHost,
    SortedSet<String> topics,
    String regex,
    int rebalanceTimeoutMillis,
    @Nullable String assignor,
    @Nullable ClassicSide classic) {

  /// Of a member nothing is known about yet.
  static final Subscription NONE =
      new Subscription(null, null, "", "", names(java.util.List.of()), "", -1, null, null);

  /// Topic names, sorted and read only.
  static SortedSet<String> names(Collection<String> topics) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(topics));
  }

  /// The member that has it, in words.
  String who(String memberId) {
    return GroupHistory.who(memberId, clientId, clientHost);
  }

  boolean usesClassicProtocol() {
    return classic != null;
  }

  boolean hasRegex() {
    return !regex.isEmpty();
  }
}
