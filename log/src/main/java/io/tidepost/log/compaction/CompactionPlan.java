package io.tidepost.log.compaction;

import io.tidepost.log.index.TransactionIndex;
import java.util.List;
import java.util.Map;

/// What a compaction works on, captured when it began.
///
/// @param name of the partition, for messages
/// @param sources all rolled segments that start before `upperBound`, ascending, the first one
///   where the log starts
/// @param firstDirtyOffset before it, every key is there at most once
/// @param upperBound exclusive: what is not stable, too young or in the active segment
/// @param aborted all aborted transactions that begin before the last source ends, by first offset
/// @param producers active producers by id
/// @param segmentBytesMax `segment.bytes`: a group of segments has no more together
/// @param indexBytesMax `segment.index.bytes`, likewise
/// @param indexIntervalBytes `index.interval.bytes`
/// @param deleteRetentionMillis `delete.retention.ms`
/// @param nowMillis when it began
public record CompactionPlan(
    String name,
    List<CompactionSource> sources,
    long firstDirtyOffset,
    long upperBound,
    List<TransactionIndex.Entry> aborted,
    Map<Long, LastRecord> producers,
    int segmentBytesMax,
    int indexBytesMax,
    int indexIntervalBytes,
    long deleteRetentionMillis,
    long nowMillis) {}
