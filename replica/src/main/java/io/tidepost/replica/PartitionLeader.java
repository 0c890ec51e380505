package io.tidepost.replica;

import io.tidepost.base.DiskFullException;
import io.tidepost.base.Uuid;
import io.tidepost.log.AppendOrigin;
import io.tidepost.log.AppendResult;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// The leader of one partition. Decides what may be appended, where the high watermark is, and when
/// those who wait are answered; [PartitionReader] answers those who read, [FollowerReader] the
/// followers, whom [InSyncReplicas] keeps.
///
/// The high watermark is the smallest offset that the in-sync replicas can vouch for: the synced
/// offset with `tidepost.durability=disk`, the log end offset with `os`. Only records below it are
/// shown to anybody.
///
/// Single writer: every method runs on the partition's owner loop.
public final class PartitionLeader extends PartitionReplica {

  /// Acknowledgements that a producer may ask for (`acks`).
  public static final short ACKS_NONE = 0;

  public static final short ACKS_LEADER = 1;
  public static final short ACKS_ALL = -1;

  private static final AppendResult NOT_APPENDED =
      new AppendResult(AppendResult.Status.KAFKA_STORAGE_ERROR, -1, -1, -1, -1, null);

  private final LeaderEffects effects;
  private final ArrayDeque<HeldAppend> held = new ArrayDeque<>(0);
  private final ArrayDeque<PendingAppend> unwritten = new ArrayDeque<>();
  private final ArrayDeque<PendingAppend> parked = new ArrayDeque<>();
  private final TransactionGate transactions = new TransactionGate(this);
  private final int self;
  private @Nullable InSyncReplicas inSync;
  private int inSyncReplicasMin;
  private long leaderEpochStart;
  private long unflushedBytes;
  private boolean preparing;

  /// Starts leading a partition with one replica. With `disk` durability, what survived the end of
  /// the process but is not known to be synced is shown once the first sync is through.
  ///
  /// @param leaderEpoch of this leadership, from the metadata
  /// @param inSyncReplicasMin `min.insync.replicas`
  public PartitionLeader(
      Uuid topicId,
      PartitionLog log,
      int leaderEpoch,
      int inSyncReplicasMin,
      LeaderEffects effects) {
    super(topicId, log, leaderEpoch, log.logEndOffset());
    this.self = -1;
    this.inSyncReplicasMin = inSyncReplicasMin;
    this.effects = effects;
    resetHighWatermark(durableOffset());
    startLeaderEpoch(leaderEpoch);
  }

  /// Starts leading.
  ///
  /// @param self this broker's id
  /// @param leadership what the metadata says
  /// @param inSyncReplicasMin `min.insync.replicas`
  /// @param highWatermark the highest that this broker knows
  public PartitionLeader(
      Uuid topicId,
      PartitionLog log,
      int self,
      Leadership leadership,
      int inSyncReplicasMin,
      long highWatermark,
      LeaderEffects effects) {
    super(topicId, log, leadership.leaderEpoch(), highWatermark);
    this.self = self;
    this.inSyncReplicasMin = inSyncReplicasMin;
    this.effects = effects;
    startLeaderEpoch(leadership.leaderEpoch());
    if (leadership.replicas().size() > 1) {
      inSync = new InSyncReplicas(this, self, leadership, effects, effects.monotonicMillis());
    }
    advance();
  }

  private void startLeaderEpoch(int leaderEpoch) {
    leaderEpochStart = log.logEndOffset();
    if (leaderEpoch > log.latestLeaderEpoch()) {
      log.startLeaderEpoch(leaderEpoch);
    }
  }

  /// Where the present leader epoch started. A follower that has less cannot be in sync, and a high
  /// watermark below it may be older than one that was shown before (KIP-207).
  public long leaderEpochStart() {
    return leaderEpochStart;
  }

  /// Leads on in a later leader epoch.
  public void leaderEpoch(int newLeaderEpoch) {
    if (newLeaderEpoch > leaderEpoch()) {
      raiseLeaderEpoch(newLeaderEpoch);
      startLeaderEpoch(newLeaderEpoch);
    }
  }

  /// Leads on as newer metadata says, or a controller's answer.
  ///
  /// @return whether it is newer than what was known
  public boolean lead(Leadership newer, long nowMillis) {
    InSyncReplicas known = inSync;
    if (newer.leaderEpoch() < leaderEpoch()) {
      return false;
    }
    leaderEpoch(newer.leaderEpoch());
    if (known != null && newer.replicas().size() > 1) {
      if (!known.update(newer, nowMillis)) {
        return false;
      }
    } else {
      inSync =
          newer.replicas().size() > 1
              ? new InSyncReplicas(this, self, newer, effects, nowMillis)
              : null;
    }
    replicated();
    if (inSyncReplicas() < inSyncReplicasMin()) {
      failParked(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND, tooFewReplicas());
    }
    return true;
  }

  /// The followers; `null` when there are none.
  public @Nullable InSyncReplicas inSync() {
    return inSync;
  }

  /// Changes `min.insync.replicas`.
  public void inSyncReplicasMin(int count) {
    inSyncReplicasMin = count;
  }

  /// How many replicas have to be in sync for `acks=all`; no more than there are.
  public int inSyncReplicasMin() {
    InSyncReplicas followers = inSync;
    return followers == null
        ? 1
        : Math.min(inSyncReplicasMin, followers.leadership().replicas().size());
  }

  private int inSyncReplicas() {
    InSyncReplicas followers = inSync;
    return followers == null ? 1 : followers.size();
  }

  // ---- append

  /// The way in for what is transactional.
  public TransactionGate transactions() {
    return transactions;
  }

  /// Takes valid batches for the log; written by the next [#flush], at the end of the owner loop's
  /// turn. The bytes must stay untouched until the callback is called; offsets are patched in
  /// place.
  ///
  /// @param batches from position to limit, checked for structure and checksum
  /// @param acks [#ACKS_LEADER] (or [#ACKS_NONE]) answers after the write, [#ACKS_ALL] once the
  ///   high watermark passed the records
  /// @param deadlineMillis when [#ACKS_ALL] gives up waiting (REQUEST_TIMED_OUT), on the clock of
  ///   [#expire]
  public void append(
      ByteBuffer batches,
      AppendOrigin origin,
      short acks,
      long deadlineMillis,
      long nowMillis,
      AppendCallback callback) {
    boolean all = acks == ACKS_ALL;
    if (isStopped()) {
      callback.complete(
          ErrorCode.NOT_LEADER_OR_FOLLOWER, NOT_APPENDED, topicPartition() + " is not led here");
      return;
    }
    if (all && inSyncReplicas() < inSyncReplicasMin()) {
      callback.complete(ErrorCode.NOT_ENOUGH_REPLICAS, NOT_APPENDED, tooFewReplicas());
      return;
    }
    String refusal = origin == AppendOrigin.CLIENT ? effects.refusal() : null;
    if (refusal != null) {
      callback.complete(
          ErrorCode.NOT_ENOUGH_REPLICAS, NOT_APPENDED, topicPartition() + ": " + refusal);
      return;
    }
    LogWork preparation = preparing ? null : log.prepareAppend(batches, origin, nowMillis);
    if (preparing || preparation != null) {
      held.addLast(new HeldAppend(batches, origin, acks, deadlineMillis, nowMillis, callback));
      if (preparation != null) {
        preparing = true;
        effects.run(preparation, this::prepared);
      }
      return;
    }
    int bytes = batches.remaining();
    AppendResult result;
    try {
      result = log.add(batches, origin, leaderEpoch(), nowMillis);
    } catch (IOException e) {
      // What was added before it in this turn is void as well.
      callback.complete(errorOf(e), NOT_APPENDED, e.getMessage());
      failUnwritten(e);
      return;
    }
    if (!result.accepted()) {
      callback.complete(errorOf(result.status()), result, result.message());
      return;
    }
    unflushedBytes += bytes;
    long endOffset = result.lastOffset() < 0 ? log.logEndOffset() : result.lastOffset() + 1;
    boolean first = unwritten.isEmpty();
    unwritten.add(new PendingAppend(result, endOffset, all, deadlineMillis, callback));
    if (first) {
      effects.needsFlush(this);
    }
  }

  /// The log's files are as the next append needs them; those who waited go on in their order.
  private void prepared() {
    preparing = false;
    ArrayDeque<HeldAppend> waiting = new ArrayDeque<>(held);
    held.clear();
    HeldAppend next;
    while ((next = waiting.pollFirst()) != null) {
      append(
          next.batches(),
          next.origin(),
          next.acks(),
          next.deadlineMillis(),
          next.nowMillis(),
          next.callback());
    }
  }

  private String tooFewReplicas() {
    return "%s has %d in-sync replicas, min.insync.replicas is %d"
        .formatted(topicPartition(), inSyncReplicas(), inSyncReplicasMin);
  }

  /// Writes what was taken since the last call, and answers those who need no more than that.
  public void flush(long nowMillis) {
    if (unwritten.isEmpty()) {
      return;
    }
    long endBefore = log.logEndOffset();
    long bytes = unflushedBytes;
    unflushedBytes = 0;
    try {
      log.flush(nowMillis);
    } catch (IOException e) {
      failUnwritten(e);
      return;
    }
    appended(bytes);
    InSyncReplicas followers = inSync;
    if (followers != null && log.logEndOffset() > endBefore) {
      followers.appended(endBefore, effects.monotonicMillis());
      effects.recordsForFollowers(this, bytes);
    }
    advance();
    PendingAppend append;
    while ((append = unwritten.pollFirst()) != null) {
      if (append.all() && append.endOffset() > highWatermark()) {
        parked.addLast(append);
      } else {
        append.succeed();
      }
    }
    if (needsSync()) {
      effects.needsSync(this);
    }
  }

  private void failUnwritten(IOException failure) {
    PendingAppend append;
    while ((append = unwritten.pollFirst()) != null) {
      append.fail(errorOf(failure), failure.getMessage());
    }
    effects.writeFailed(this, failure);
  }

  /// A full disk heals, and nothing was written; what else fails is the directory's trouble.
  private static ErrorCode errorOf(IOException failure) {
    return DiskFullException.isCauseOf(failure)
        ? ErrorCode.NOT_ENOUGH_REPLICAS
        : ErrorCode.KAFKA_STORAGE_ERROR;
  }

  // ---- durability

  @Override
  public void synced() {
    replicated();
    if (log.failure() != null) {
      failParked(ErrorCode.KAFKA_STORAGE_ERROR, String.valueOf(log.failure().getMessage()));
    }
  }

  /// This replica or another has become more durable, or another one counts now.
  void replicated() {
    advance();
    PendingAppend append;
    while ((append = parked.peekFirst()) != null && append.endOffset() <= highWatermark()) {
      parked.pollFirst();
      append.succeed();
    }
  }

  private void advance() {
    InSyncReplicas followers = inSync;
    long durable = durableOffset();
    raiseHighWatermark(
        followers == null ? durable : followers.highWatermark(durable, inSyncReplicasMin()));
  }

  /// A transaction ends with the next flush: who reads only what is committed may find much more
  /// than the marker's few bytes.
  void transactionEnds() {
    appendedMuch();
  }

  /// Gives up on appends whose deadline has passed.
  ///
  /// @param nowMillis on a clock that does not jump
  public void expire(long nowMillis) {
    for (Iterator<PendingAppend> all = parked.iterator(); all.hasNext(); ) {
      PendingAppend append = all.next();
      if (append.deadlineMillis() <= nowMillis) {
        all.remove();
        append.fail(
            ErrorCode.REQUEST_TIMED_OUT, topicPartition() + " was not made durable in time");
      }
    }
  }

  /// Whether somebody waits for durability.
  public boolean hasParkedAppends() {
    return !parked.isEmpty();
  }

  private void failParked(ErrorCode error, String message) {
    PendingAppend append;
    while ((append = parked.pollFirst()) != null) {
      append.fail(error, message);
    }
  }

  /// Leads no more: whoever waits is told (NOT_LEADER_OR_FOLLOWER), and nothing is taken any more.
  @Override
  public void stop() {
    super.stop();
    String message = topicPartition() + " is not led here any more";
    PendingAppend append;
    while ((append = unwritten.pollFirst()) != null) {
      append.fail(ErrorCode.NOT_LEADER_OR_FOLLOWER, message);
    }
    log.withdraw();
    failParked(ErrorCode.NOT_LEADER_OR_FOLLOWER, message);
    HeldAppend waiting;
    while ((waiting = held.pollFirst()) != null) {
      waiting.callback().complete(ErrorCode.NOT_LEADER_OR_FOLLOWER, NOT_APPENDED, message);
    }
  }

  @Override
  public boolean isPreparing() {
    return preparing;
  }

  // ---- delete

  /// The outcome of DeleteRecords.
  ///
  /// @param lowWatermark the log start offset afterwards, -1 with an error
  public record Deleted(ErrorCode error, long lowWatermark, @Nullable String message) {}

  /// Moves the log start offset up.
  ///
  /// @param offset first record to keep; -1 for the high watermark
  public Deleted deleteRecords(long offset, long nowMillis) {
    long wanted = offset == -1 ? highWatermark() : offset;
    if (wanted < 0 || wanted > highWatermark()) {
      return new Deleted(ErrorCode.OFFSET_OUT_OF_RANGE, -1, null);
    }
    try {
      log.deleteRecordsBefore(wanted, nowMillis);
    } catch (IOException e) {
      effects.writeFailed(this, e);
      return new Deleted(ErrorCode.KAFKA_STORAGE_ERROR, -1, e.getMessage());
    }
    return new Deleted(ErrorCode.NONE, log.logStartOffset(), null);
  }

  private static ErrorCode errorOf(AppendResult.Status status) {
    return switch (status) {
      case APPENDED, DUPLICATE -> ErrorCode.NONE;
      case OUT_OF_ORDER_SEQUENCE_NUMBER -> ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
      case INVALID_PRODUCER_EPOCH -> ErrorCode.INVALID_PRODUCER_EPOCH;
      case INVALID_TIMESTAMP -> ErrorCode.INVALID_TIMESTAMP;
      case INVALID_RECORD -> ErrorCode.INVALID_RECORD;
      case RECORD_BATCH_TOO_LARGE -> ErrorCode.RECORD_LIST_TOO_LARGE;
      case UNEXPECTED_OFFSET -> ErrorCode.UNKNOWN_SERVER_ERROR;
      case TRANSACTION_COORDINATOR_FENCED -> ErrorCode.TRANSACTION_COORDINATOR_FENCED;
      case INVALID_TXN_STATE -> ErrorCode.INVALID_TXN_STATE;
      case KAFKA_STORAGE_ERROR -> ErrorCode.KAFKA_STORAGE_ERROR;
    };
  }
}
