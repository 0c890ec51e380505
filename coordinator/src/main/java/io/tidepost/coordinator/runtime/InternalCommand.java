package io.tidepost.coordinator.runtime;

import io.tidepost.wire.ErrorCode;

/// A command that no client waits for: a timer that fired, a change of metadata.
///
/// @param <S> the shard it is for
public interface InternalCommand<S extends Shard> extends Command<S> {

  @Override
  default boolean refuse(ErrorCode error, Turn<S> turn) {
    return false;
  }
}
