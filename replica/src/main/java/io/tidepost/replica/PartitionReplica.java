package io.tidepost.replica;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.log.Durability;
import io.tidepost.log.PartitionLog;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/// One partition on one broker, whatever its role: the log, the leader epoch it is in, and how far
/// readers may see. A broker keeps one log for a partition; with each change of roles a new
/// [PartitionLeader] or [PartitionFollower] takes it over from the one before.
///
/// Single writer: every method runs on the partition's owner loop.
public abstract sealed class PartitionReplica permits PartitionLeader, PartitionFollower {

  final PartitionLog log;
  private final Uuid topicId;
  private final List<RecordsWaiter> waiters = new ArrayList<>();
  private int leaderEpoch;
  private long highWatermark;
  private long unannouncedBytes;
  private boolean stopped;

  /// @param highWatermark where it is known to be at least; cut to what is here
  PartitionReplica(Uuid topicId, PartitionLog log, int leaderEpoch, long highWatermark) {
    this.topicId = topicId;
    this.log = log;
    this.leaderEpoch = leaderEpoch;
    this.highWatermark =
        Math.max(log.logStartOffset(), Math.min(highWatermark, log.logEndOffset()));
  }

  public final TopicPartition topicPartition() {
    return log.topicPartition();
  }

  public final Uuid topicId() {
    return topicId;
  }

  public final PartitionLog log() {
    return log;
  }

  public final int leaderEpoch() {
    return leaderEpoch;
  }

  final void raiseLeaderEpoch(int newer) {
    leaderEpoch = newer;
  }

  /// Everything before this offset is on every in-sync replica, durable there, and may be read.
  public final long highWatermark() {
    return highWatermark;
  }

  /// Everything before this offset is decided: no open transaction begins before it.
  public final long lastStableOffset() {
    long unstable = log.firstUnstableOffset(highWatermark);
    return unstable < 0 ? highWatermark : Math.min(unstable, highWatermark);
  }

  /// Moves the high watermark and tells those who wait; it never goes back this way.
  final boolean raiseHighWatermark(long offset) {
    if (offset <= highWatermark) {
      return false;
    }
    highWatermark = offset;
    announce();
    return true;
  }

  /// Records below the high watermark are gone: the follower's log was cut or starts anew.
  final void resetHighWatermark(long offset) {
    highWatermark = offset;
  }

  /// What this replica can vouch for: the synced offset with `tidepost.durability=disk`, the log
  /// end offset with `os`.
  final long durableOffset() {
    return vouchesForSyncedOnly()
        ? Math.min(log.syncedOffset(), log.logEndOffset())
        : log.logEndOffset();
  }

  private boolean vouchesForSyncedOnly() {
    return log.config().durability() == Durability.DISK;
  }

  /// Whether something is written that has to be synced and is not.
  public final boolean needsSync() {
    return vouchesForSyncedOnly()
        && log.failure() == null
        && log.syncedOffset() < log.logEndOffset();
  }

  /// The log's synced offset may have moved, or the log's durability.
  public abstract void synced();

  // ---- who waits

  /// Tells `waiter` from now on when records become readable.
  public final void addWaiter(RecordsWaiter waiter) {
    waiters.add(waiter);
  }

  /// Tells it no more.
  public final void removeWaiter(RecordsWaiter waiter) {
    waiters.remove(waiter);
  }

  final void appended(long bytes) {
    unannouncedBytes += bytes;
  }

  /// Whoever waits has to look, however little came.
  final void appendedMuch() {
    unannouncedBytes = Integer.MAX_VALUE;
  }

  private void announce() {
    long bytes = unannouncedBytes;
    unannouncedBytes = 0;
    for (int i = waiters.size() - 1; i >= 0; i--) {
      if (i < waiters.size()) {
        waiters.get(i).recordsAvailable(this, bytes);
      }
    }
  }

  // ---- role

  /// Whether files are being prepared for an append; another role has to wait for that.
  public abstract boolean isPreparing();

  /// Compares the leader epoch somebody knows with ours (KIP-320).
  ///
  /// @param known the other's, -1 when it knows none
  public final ErrorCode checkLeaderEpoch(int known) {
    if (stopped) {
      return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
    if (known < 0 || isOfThisLeaderEpoch(known)) {
      return ErrorCode.NONE;
    }
    return known < leaderEpoch ? ErrorCode.FENCED_LEADER_EPOCH : ErrorCode.UNKNOWN_LEADER_EPOCH;
  }

  private boolean isOfThisLeaderEpoch(int known) {
    return known == leaderEpoch;
  }

  /// Ends this role; whoever waits is told.
  public void stop() {
    stopped = true;
    appendedMuch();
    announce();
    waiters.clear();
  }

  /// Whether the role has ended.
  public final boolean isStopped() {
    return stopped;
  }
}
