package io.tidepost.coordinator.runtime;

import org.jspecify.annotations.Nullable;

/// One record of a coordinator's partition, as bytes.
///
/// @param key what the record is about, with its type in the first two bytes
/// @param value what holds from now on, or `null` for a tombstone
public record CoordinatorRecord(byte[] key, byte @Nullable [] value) {

  /// Upper bound of what the record takes inside a batch, in bytes.
  public int sizeInBytesMax() {
    return 32 + key.length + (value == null ? 0 : value.length);
  }
}
