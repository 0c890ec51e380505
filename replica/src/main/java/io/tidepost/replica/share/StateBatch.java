package io.tidepost.replica.share;

/// A range of offsets as it is stored.
///
/// @param firstOffset first offset
/// @param lastOffset last offset, inclusive
/// @param state of all of them
/// @param deliveryCount of all of them
public record StateBatch(
    long firstOffset, long lastOffset, RecordState state, short deliveryCount) {}
