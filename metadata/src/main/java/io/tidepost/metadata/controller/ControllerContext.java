package io.tidepost.metadata.controller;

import io.tidepost.base.Randomness;
import io.tidepost.metadata.image.MetadataImage;

/// What a command may look at.
///
/// @param image newest state, uncommitted records included
/// @param nextOffset offset that the first record of this decision will get
/// @param randomness where new ids come from
/// @param rules options and policies that bound decisions
/// @param sessions which brokers were heard of when; the only thing that a command may also change
/// @param nowMillis time of the decision
public record ControllerContext(
    MetadataImage image,
    long nextOffset,
    Randomness randomness,
    ControllerRules rules,
    BrokerSessions sessions,
    long nowMillis) {

  /// The same with another state.
  ControllerContext at(MetadataImage other) {
    return new ControllerContext(other, nextOffset, randomness, rules, sessions, nowMillis);
  }
}
