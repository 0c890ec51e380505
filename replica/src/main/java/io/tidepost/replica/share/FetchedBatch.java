package io.tidepost.replica.share;

/// A batch that was read from the log, to be acquired from.
///
/// @param baseOffset its first offset
/// @param lastOffset its last offset, inclusive
/// @param deliverable `false` when no consumer may see its records: a control batch or, for
///   `read_committed`, a batch of an aborted transaction
public record FetchedBatch(long baseOffset, long lastOffset, boolean deliverable) {}
