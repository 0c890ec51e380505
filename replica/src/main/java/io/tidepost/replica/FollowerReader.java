package io.tidepost.replica;

import io.tidepost.log.PartitionLog;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;

/// Answers followers from their leader: records up to the log end offset. A fetch whose log agrees
/// with the leader's acknowledges everything before its offset.
///
/// On the partition's owner loop.
public final class FollowerReader {

  private FollowerReader() {}

  /// Takes the acknowledgement in a follower's fetch, and reads from its offset on.
  ///
  /// @param maxBytes bound on the size of the records
  /// @param atLeastOneBatch whether the first batch is returned even when it is larger
  /// @param nowMillis on a clock that does not jump
  public static PartitionRead read(
      PartitionLeader leader,
      FollowerFetch fetch,
      int maxBytes,
      boolean atLeastOneBatch,
      long nowMillis) {
    ErrorCode refused = check(leader, fetch);
    if (refused != ErrorCode.NONE) {
      return PartitionRead.failed(refused, null);
    }
    PartitionRead apart =
        PartitionReader.diverging(leader, fetch.offset(), fetch.lastFetchedEpoch());
    if (apart != null) {
      return apart;
    }
    PartitionLog log = leader.log();
    if (fetch.offset() < log.logStartOffset() || fetch.offset() > log.logEndOffset()) {
      return PartitionReader.outOfRange(leader);
    }
    InSyncReplicas followers = leader.inSync();
    if (followers != null) {
      followers.fetched(fetch, nowMillis);
    }
    try {
      return PartitionReader.readLog(
          leader, fetch.offset(), maxBytes, atLeastOneBatch, log.logEndOffset(), false);
    } catch (IOException e) {
      return PartitionRead.failed(ErrorCode.KAFKA_STORAGE_ERROR, e.getMessage());
    }
  }

  /// Both have to mean the same leadership, and the sender has to be one of the followers.
  private static ErrorCode check(PartitionLeader leader, FollowerFetch fetch) {
    ErrorCode refused = leader.checkLeaderEpoch(fetch.leaderEpoch());
    if (refused != ErrorCode.NONE) {
      return refused;
    }
    InSyncReplicas followers = leader.inSync();
    return fetch.leaderEpoch() < 0 || followers == null
        ? ErrorCode.NOT_LEADER_OR_FOLLOWER
        : followers.check(fetch);
  }
}
