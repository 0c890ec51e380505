package io.tidepost.replica.share;

import org.jspecify.annotations.Nullable;

/// A step of some records that holds once it is stored.
///
/// @param firstOffset first offset
/// @param lastOffset last offset, inclusive
/// @param target state afterwards
/// @param deliveryCount afterwards
/// @param cause why they are given up, with [RecordState#ARCHIVING]
record Change(
    long firstOffset,
    long lastOffset,
    RecordState target,
    short deliveryCount,
    DeadLetter.@Nullable Cause cause) {

  /// The same step for other offsets.
  Change of(long first, long last) {
    return new Change(first, last, target, deliveryCount, cause);
  }
}
