package io.tidepost.replica;

import io.tidepost.wire.ErrorCode;

/// The answer to one partition of ListOffsets.
///
/// @param error [ErrorCode#NONE] when the rest means something
/// @param timestamp of the record, -1 when not asked by timestamp or not found
/// @param offset of the record, -1 when not found
/// @param leaderEpoch of the record, -1 when unknown
public record ListedOffset(ErrorCode error, long timestamp, long offset, int leaderEpoch) {

  static ListedOffset failed(ErrorCode error) {
    return new ListedOffset(error, -1, -1, -1);
  }

  static ListedOffset of(long offset, int leaderEpoch) {
    return new ListedOffset(ErrorCode.NONE, -1, offset, leaderEpoch);
  }

  static final ListedOffset NOTHING = of(-1, -1);
}
