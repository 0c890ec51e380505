package io.tidepost.replica.share;

/// Offsets that were acquired together.
///
/// @param firstOffset first offset
/// @param lastOffset last offset, inclusive
/// @param deliveryCount how often they have been delivered, this time included
public record AcquiredRange(long firstOffset, long lastOffset, short deliveryCount) {

  long count() {
    return lastOffset - firstOffset + 1;
  }
}
