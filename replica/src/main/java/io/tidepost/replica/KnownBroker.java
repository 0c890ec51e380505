package io.tidepost.replica;

import org.jspecify.annotations.Nullable;

/// What a leader knows about another broker from the metadata.
///
/// @param epoch broker epoch of its registration
/// @param fenced it is dead as far as the controller knows
/// @param inControlledShutdown it is about to leave
/// @param rack its rack, or `null`
public record KnownBroker(
    long epoch, boolean fenced, boolean inControlledShutdown, @Nullable String rack) {

  /// Whether it may be in sync (KIP-841).
  boolean isEligible() {
    return !fenced && !inControlledShutdown;
  }
}
