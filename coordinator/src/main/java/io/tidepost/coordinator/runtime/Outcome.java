package io.tidepost.coordinator.runtime;

import io.tidepost.wire.ErrorCode;

/// What follows once records that a decision asked to persist are settled. At least one of the two
/// is called. When `failed` was called because the records took too long, `committed` may still
/// follow.
///
/// @param <S> the shard that decided
public interface Outcome<S extends Shard> {

  /// The records are committed and applied.
  void committed(S shard, Turn<S> turn);

  /// The records were not appended, or not committed in time.
  void failed(ErrorCode error, S shard, Turn<S> turn);

  /// Nobody cares.
  static <S extends Shard> Outcome<S> ignored() {
    return new Outcome<>() {
      @Override
      public void committed(S shard, Turn<S> turn) {}

      @Override
      public void failed(ErrorCode error, S shard, Turn<S> turn) {}
    };
  }
}
