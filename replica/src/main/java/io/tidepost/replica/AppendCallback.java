package io.tidepost.replica;

import io.tidepost.log.AppendResult;
import io.tidepost.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Told once what became of an append. Called on the partition's owner loop.
public interface AppendCallback {

  /// The append is decided.
  ///
  /// @param error [ErrorCode#NONE] when the records are in the log and as durable as was asked for
  /// @param result offsets and timestamps; meaningful without error, and with
  ///   [ErrorCode#REQUEST_TIMED_OUT] (then the records are in the log, but not known to be durable)
  /// @param message why it failed, naming the topic-partition; `null` without error
  void complete(ErrorCode error, AppendResult result, @Nullable String message);
}
