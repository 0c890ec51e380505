package io.tidepost.coordinator.group.consumer;

import org.jspecify.annotations.Nullable;

/// One member of a consumer group, as its records say.
///
/// @param memberId chosen by the client, or by the coordinator for old ones
/// @param subscription what it is and wants
/// @param ownership where it is and what it owns
public record ConsumerMember(String memberId, Subscription subscription, Ownership ownership) {

  int memberEpoch() {
    return ownership.memberEpoch();
  }

  @Nullable String instanceId() {
    return subscription.instanceId();
  }

  boolean usesClassicProtocol() {
    return subscription.usesClassicProtocol();
  }

  ConsumerMember with(Subscription other) {
    return new ConsumerMember(memberId, other, ownership);
  }

  ConsumerMember with(Ownership other) {
    return new ConsumerMember(memberId, subscription, other);
  }

  @Override
  public String toString() {
    return memberId + (instanceId() == null ? "" : " (instance " + instanceId() + ")");
  }
}
