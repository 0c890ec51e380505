package io.tidepost.replica;

import io.tidepost.base.Uuid;
import io.tidepost.log.AppendOrigin;
import io.tidepost.log.AppendResult;
import io.tidepost.log.EpochEndOffset;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.BatchProblem;
import io.tidepost.wire.records.BatchRules;
import io.tidepost.wire.records.BatchValidator;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A follower of one partition: fetches what its leader has, and becomes what its leader is.
///
/// ```
///             position                      records                   synced (disk)
///   ready ────────────────> leader ────────────────────> appended ────────────────> ready
///                             │  logs diverge, or the offset is not there
///                             └────────────────────────> cut ─────────────────────> ready
/// ```
///
/// The offset it asks for is its acknowledgement of everything before it. So with `disk` durability
/// it asks only for what follows the synced records.
///
/// Single writer: every method runs on the partition's owner loop.
public final class PartitionFollower extends PartitionReplica {

  private final FollowerEffects effects;
  private final BatchValidator validator = new BatchValidator();
  private @Nullable FetchedRecords arriving;
  private @Nullable FetchedRecords firstRecords;
  private long truncation = -1;
  private boolean startsAnew;
  private boolean preparing;

  /// Starts following.
  ///
  /// @param leaderEpoch from the metadata
  /// @param highWatermark the highest that this broker knows
  public PartitionFollower(
      Uuid topicId,
      PartitionLog log,
      int leaderEpoch,
      long highWatermark,
      FollowerEffects effects) {
    super(topicId, log, leaderEpoch, highWatermark);
    this.effects = effects;
    log.forgetUnusedLeaderEpochs();
  }

  /// Follows on in a later leader epoch. What was asked for in the old one is not taken any more.
  public void follow(int newLeaderEpoch) {
    if (newLeaderEpoch > leaderEpoch()) {
      raiseLeaderEpoch(newLeaderEpoch);
      effects.mayFetch(this);
    }
  }

  /// What to ask the leader for.
  ///
  /// @return `null` while something has to be done here first
  public @Nullable FetchPosition position() {
    if (isStopped() || isBusy() || log.failure() != null || !isDurable()) {
      return null;
    }
    return new FetchPosition(
        leaderEpoch(), log.logEndOffset(), log.latestLeaderEpoch(), log.logStartOffset());
  }

  /// Whether everything here may be acknowledged.
  private boolean isDurable() {
    return !needsSync();
  }

  private boolean isBusy() {
    return arriving != null || truncation >= 0;
  }

  @Override
  public boolean isPreparing() {
    return preparing;
  }

  // ---- fetched

  /// The leader answered.
  ///
  /// @param asked what [#position] said then; an answer that does not fit any more is dropped
  /// @return whether the leader should be asked again only after a while
  public boolean fetched(FetchPosition asked, FetchedRecords fetched, long nowMillis) {
    if (!asked.equals(position())) {
      effects.taken(this, fetched);
      effects.mayFetch(this);
      return false;
    }
    switch (fetched.error()) {
      case NONE -> {
        EpochEndOffset diverging = fetched.diverging();
        if (diverging != null) {
          effects.taken(this, fetched);
          cutTo(commonEnd(diverging));
        } else {
          arriving = fetched;
          append(fetched, nowMillis);
        }
        return false;
      }
      case OFFSET_OUT_OF_RANGE -> {
        effects.taken(this, fetched);
        return !goBackInRange(fetched);
      }
      default -> {
        effects.taken(this, fetched);
        return true;
      }
    }
  }

  /// Up to where both logs may be the same. When our log does not know the leader epoch that the
  /// leader named, the next fetch asks about an earlier one.
  private long commonEnd(EpochEndOffset leader) {
    EpochEndOffset own = log.endOffsetFor(leader.leaderEpoch());
    long end = own.endOffset() < 0 ? log.logEndOffset() : own.endOffset();
    if (leader.leaderEpoch() < 0 || own.leaderEpoch() == leader.leaderEpoch()) {
      end = Math.min(end, leader.endOffset());
    }
    return Math.max(0, end);
  }

  /// What the leader has starts behind our end, or ends before it.
  private boolean goBackInRange(FetchedRecords fetched) {
    if (fetched.logStartOffset() > log.logEndOffset()) {
      startsAnew = true;
      cutTo(fetched.logStartOffset());
      return true;
    }
    if (fetched.highWatermark() >= 0 && fetched.highWatermark() < log.logEndOffset()) {
      cutTo(fetched.highWatermark());
      return true;
    }
    return false;
  }

  // ---- append

  private void append(FetchedRecords fetched, long nowMillis) {
    ByteBuffer records = fetched.records();
    if (!records.hasRemaining()) {
      settle(fetched, nowMillis);
      return;
    }
    if (startsWithin(records, fetched.logStartOffset())) {
      firstRecords = fetched;
      startsAnew = true;
      cutTo(BatchHeader.baseOffset(records, records.position()));
      return;
    }
    String wrong = problem(records);
    if (wrong != null) {
      done(fetched);
      effects.refused(this, topicPartition() + ": the leader sent " + wrong);
      return;
    }
    LogWork preparation = log.prepareAppend(records, AppendOrigin.REPLICATION, nowMillis);
    if (preparation != null) {
      preparing = true;
      effects.run(
          preparation,
          () -> {
            preparing = false;
            if (isStopped()) {
              done(fetched);
            } else {
              append(fetched, nowMillis);
            }
          });
      return;
    }
    write(fetched, nowMillis);
  }

  /// Records may have been deleted up to the middle of a batch. A log that has nothing from there
  /// on has to start with the whole batch.
  private boolean startsWithin(ByteBuffer records, long leaderStart) {
    boolean nothing =
        log.logStartOffset() == log.logEndOffset() || log.logEndOffset() <= leaderStart;
    if (!nothing || records.remaining() < BatchHeader.SIZE) {
      return false;
    }
    int at = records.position();
    return BatchHeader.baseOffset(records, at) < log.logEndOffset()
        && BatchHeader.lastOffset(records, at) >= log.logEndOffset();
  }

  private void write(FetchedRecords fetched, long nowMillis) {
    ByteBuffer records = fetched.records();
    try {
      AppendResult result = log.add(records, AppendOrigin.REPLICATION, leaderEpoch(), nowMillis);
      if (!result.accepted()) {
        done(fetched);
        effects.refused(this, String.valueOf(result.message()));
        return;
      }
      log.flush(nowMillis);
    } catch (IOException e) {
      done(fetched);
      effects.writeFailed(this, e);
      return;
    }
    appended(records.remaining());
    settle(fetched, nowMillis);
  }

  /// @return what is wrong with the records, `null` when nothing is
  private @Nullable String problem(ByteBuffer records) {
    if (validator.check(records, BatchRules.INTERNAL, 0) != BatchProblem.NONE) {
      return "records that are not sound: " + validator.message();
    }
    long end = log.logEndOffset();
    int epoch = log.latestLeaderEpoch();
    for (int at = records.position();
        at < records.limit();
        at += BatchHeader.sizeInBytes(records, at)) {
      if (!continues(BatchHeader.baseOffset(records, at), end)) {
        return "offset %d, expected was %d".formatted(BatchHeader.baseOffset(records, at), end);
      }
      int next = BatchHeader.leaderEpoch(records, at);
      if (!follows(next, epoch)) {
        return "leader epoch %d at offset %d, behind %d and in leader epoch %d"
            .formatted(next, BatchHeader.baseOffset(records, at), epoch, leaderEpoch());
      }
      epoch = next;
      end = BatchHeader.lastOffset(records, at) + 1;
    }
    return null;
  }

  /// Leader epochs never go back, and none is newer than the leader's.
  private boolean follows(int next, int before) {
    return next >= before && next <= leaderEpoch();
  }

  /// Compaction leaves gaps; nothing makes offsets go back.
  private static boolean continues(long baseOffset, long end) {
    return baseOffset >= end;
  }

  /// The records are in the log: takes over what else the leader said.
  private void settle(FetchedRecords fetched, long nowMillis) {
    done(fetched);
    raiseHighWatermark(Math.min(fetched.highWatermark(), log.logEndOffset()));
    long start = Math.min(fetched.logStartOffset(), log.logEndOffset());
    try {
      log.deleteRecordsBefore(start, nowMillis);
    } catch (IOException e) {
      effects.writeFailed(this, e);
    }
    if (needsSync()) {
      effects.needsSync(this);
    } else {
      effects.mayFetch(this);
    }
  }

  private void done(FetchedRecords fetched) {
    arriving = null;
    effects.taken(this, fetched);
  }

  /// Follows no more; what is under way is given up.
  @Override
  public void stop() {
    super.stop();
    FetchedRecords first = firstRecords;
    if (first != null) {
      firstRecords = null;
      done(first);
    }
  }

  // ---- durability

  @Override
  public void synced() {
    if (!isBusy() && isDurable()) {
      effects.mayFetch(this);
    }
  }

  // ---- truncation

  private void cutTo(long offset) {
    truncation = offset;
    effects.needsTruncation(this, offset);
  }

  /// The offset the log is to be cut to; -1 when it is not to be cut.
  public long truncation() {
    return truncation;
  }

  /// Cuts the log as [FollowerEffects#needsTruncation] asked for. When it fails, it is to be tried
  /// again.
  public void truncate(long nowMillis) throws IOException {
    if (truncation < 0 || isStopped()) {
      return;
    }
    if (startsAnew) {
      log.truncateFullyAndStartAt(truncation, nowMillis);
    } else {
      log.truncateTo(truncation, nowMillis);
    }
    if (log.logEndOffset() < highWatermark() || startsAnew) {
      resetHighWatermark(log.logEndOffset());
    }
    startsAnew = false;
    truncation = -1;
    FetchedRecords first = firstRecords;
    if (first != null) {
      firstRecords = null;
      append(first, nowMillis);
    } else if (needsSync()) {
      effects.needsSync(this);
    } else {
      effects.mayFetch(this);
    }
  }

  @Override
  public String toString() {
    return "%s follower in leader epoch %d: %d to %d, synced to %d, high watermark %d"
        .formatted(
            topicPartition(),
            leaderEpoch(),
            log.logStartOffset(),
            log.logEndOffset(),
            log.syncedOffset(),
            highWatermark());
  }
}
