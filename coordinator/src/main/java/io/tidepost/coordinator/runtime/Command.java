package io.tidepost.coordinator.runtime;

import io.tidepost.wire.ErrorCode;

/// Something a coordinator is asked to decide: a client's request or an event of its own (a timer).
///
/// Commands of one key are decided in the order in which they were submitted, except that a command
/// waits while an earlier one holds the key (see [Turn#persistHolding]) or, if it asks for that,
/// while writes about its key are not yet committed.
///
/// @param <S> the shard it is for
public interface Command<S extends Shard> {

  /// What the command is about: a group id, a transactional id. The empty string means the shard as
  /// a whole; such a command is never made to wait.
  String key();

  /// Whether the decision must see the outcome of all earlier writes about its key.
  default boolean waitsForEarlierWrites() {
    return false;
  }

  /// Looks at the state and says, through the turn, what is to be done.
  void decide(S shard, Turn<S> turn);

  /// Answers with an error instead of deciding: the shard is loading, gone, or stalled.
  ///
  /// @return `false` when there is nobody to answer (an event of the coordinator itself)
  boolean refuse(ErrorCode error, Turn<S> turn);
}
