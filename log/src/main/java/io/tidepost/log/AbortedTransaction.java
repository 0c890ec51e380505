package io.tidepost.log;

/// A transaction that was aborted, as a `read_committed` Fetch tells its consumer.
///
/// @param producerId whose transaction
/// @param firstOffset offset of its first record in this partition
public record AbortedTransaction(long producerId, long firstOffset) {}
