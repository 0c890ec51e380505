package io.tidepost.broker.share;

import io.tidepost.replica.share.AcquiredRange;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.RecordData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a member gets from one share partition.
///
/// @param error [ErrorCode#NONE] unless nothing can be had
/// @param message the error in words, or `null`
/// @param records whole batches that contain what was acquired, `null` when nothing was
/// @param acquired what of them the member holds now
public record ShareRead(
    ErrorCode error,
    @Nullable String message,
    @Nullable RecordData records,
    List<AcquiredRange> acquired) {

  /// Nothing for now.
  public static final ShareRead NOTHING = new ShareRead(ErrorCode.NONE, null, null, List.of());

  public static ShareRead failed(ErrorCode error, @Nullable String message) {
    return new ShareRead(error, message, null, List.of());
  }

  /// Length of the records in bytes.
  public int sizeInBytes() {
    return records == null ? 0 : records.sizeInBytes();
  }

  /// How many offsets were acquired.
  public int count() {
    int count = 0;
    for (AcquiredRange range : acquired) {
      count += (int) (range.lastOffset() - range.firstOffset() + 1);
    }
    return count;
  }
}
