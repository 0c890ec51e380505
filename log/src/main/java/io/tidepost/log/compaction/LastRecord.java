package io.tidepost.log.compaction;

/// Where an active producer's state comes from; that batch stays, if only its header, so that
/// sequences and producer epochs survive a rebuild from the log.
///
/// @param lastOffset of the producer's last data, -1 when only a transaction marker is left of it
/// @param producerEpoch of the producer
public record LastRecord(long lastOffset, short producerEpoch) {}
