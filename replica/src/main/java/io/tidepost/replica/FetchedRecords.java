package io.tidepost.replica;

import io.tidepost.log.EpochEndOffset;
import io.tidepost.wire.ErrorCode;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What a leader answered to a follower.
///
/// @param error [ErrorCode#NONE] when the rest means something; with
///   [ErrorCode#OFFSET_OUT_OF_RANGE] the offsets do too
/// @param highWatermark of the leader
/// @param logStartOffset of the leader
/// @param diverging where the follower's log parts from the leader's (KIP-595), or `null`
/// @param records from position to limit, possibly none; stays untouched until
///   [FollowerEffects#taken]
public record FetchedRecords(
    ErrorCode error,
    long highWatermark,
    long logStartOffset,
    @Nullable EpochEndOffset diverging,
    ByteBuffer records) {}
