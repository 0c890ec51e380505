package io.tidepost.log;

/// A record found by its timestamp (ListOffsets).
///
/// @param timestamp of the record, milliseconds since the epoch
/// @param offset of the record
/// @param leaderEpoch of its batch, -1 when unknown
public record TimestampOffset(long timestamp, long offset, int leaderEpoch) {}
