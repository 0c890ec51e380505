package io.tidepost.log.segment;

/// One line of `tidepost-segments`: what was known about a segment when its derived files were
/// written, so that they can be verified before they are believed.
///
/// @param baseOffset of the segment
/// @param size of its `.log` in bytes
/// @param endOffset the offset behind its last batch
/// @param maxTimestamp largest timestamp, -1 when none
/// @param offsetOfMaxTimestamp last offset of the first batch that has it, -1 when none
/// @param firstTimestamp timestamp of the first batch, -1 when none
/// @param offsetIndexCrc CRC-32C of `.index`
/// @param timeIndexCrc CRC-32C of `.timeindex`
/// @param transactionIndexCrc CRC-32C of `.txnindex`, -1 when there is no such file
public record SegmentSummary(
    long baseOffset,
    long size,
    long endOffset,
    long maxTimestamp,
    long offsetOfMaxTimestamp,
    long firstTimestamp,
    long offsetIndexCrc,
    long timeIndexCrc,
    long transactionIndexCrc) {}
