package io.tidepost.replica;

import io.tidepost.log.AppendResult;
import io.tidepost.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// An append that is taken, waiting for its write or for the high watermark.
///
/// @param endOffset the high watermark that makes it durable
/// @param all whether it waits for that
/// @param deadlineMillis when it gives up
record PendingAppend(
    AppendResult result,
    long endOffset,
    boolean all,
    long deadlineMillis,
    AppendCallback callback) {

  void succeed() {
    callback.complete(ErrorCode.NONE, result, null);
  }

  void fail(ErrorCode error, @Nullable String message) {
    callback.complete(error, result, message);
  }
}
