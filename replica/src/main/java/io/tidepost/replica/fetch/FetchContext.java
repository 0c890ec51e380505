package io.tidepost.replica.fetch;

import io.tidepost.wire.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one Fetch request means in the light of its session.
///
/// @param error [ErrorCode#NONE], or why the session cannot be used
/// @param sessionId for the answer, 0 without a session
/// @param partitions to be read, in order
/// @param session whose state the answers are held against, or `null`
/// @param incremental whether the answer leaves out what is not news
public record FetchContext(
    ErrorCode error,
    int sessionId,
    List<FetchedPartition> partitions,
    @Nullable FetchSession session,
    boolean incremental) {

  static FetchContext failed(ErrorCode error) {
    return new FetchContext(error, 0, List.of(), null, false);
  }

  /// Decides whether a partition's answer is part of the response, and remembers what was told.
  /// Called once per partition, in order.
  public boolean includes(
      FetchedPartition partition,
      boolean hasRecords,
      boolean mustTell,
      long highWatermark,
      long logStartOffset) {
    FetchSession known = session;
    if (known == null) {
      return true;
    }
    boolean news = partition.tells(hasRecords, mustTell, highWatermark, logStartOffset);
    if (incremental && hasRecords) {
      known.moveToEnd(partition);
    }
    return news || !incremental;
  }
}
