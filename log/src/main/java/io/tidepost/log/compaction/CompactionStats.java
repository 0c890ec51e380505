package io.tidepost.log.compaction;

/// What a compaction has done so far.
///
/// @param bytesRead of segments, both passes
/// @param bytesMapped of those in the first pass, which looks for keys
/// @param bytesWritten of cleaned segments
/// @param recordsRead in the second pass
/// @param recordsKept of those
/// @param recordsWithoutKey dropped: a compacted topic should not have any
/// @param keys in the map
/// @param mapBytes memory for them
public record CompactionStats(
    long bytesRead,
    long bytesMapped,
    long bytesWritten,
    long recordsRead,
    long recordsKept,
    long recordsWithoutKey,
    long keys,
    long mapBytes) {}
