package io.tidepost.replica.share;

import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// A share partition over a log of batches of equal size, a store that answers when it is told to,
/// and a clock that stands.
final class ShareWorld implements SharePartitionEffects {

  final List<DeadLetter> letters = new ArrayList<>();
  SharePartition partition;
  ShareSettings settings;
  long nowMillis = 1000;
  boolean answering = true;
  ErrorCode answer = ErrorCode.NONE;
  int available;
  StateWrite lastWrite = new StateWrite(0, 0, List.of());

  private final int batchSize;
  private long storedStart;
  private final TreeMap<Long, StateBatch> stored = new TreeMap<>();
  private StateWrite open = lastWrite;
  private boolean writing;

  ShareWorld(int batchSize, ShareSettings settings) {
    this.batchSize = batchSize;
    this.settings = settings;
    this.partition = new SharePartition(new StoredState(0, List.of()), 0, settings, this);
  }

  @Override
  public void write(StateWrite write) {
    lastWrite = write;
    open = write;
    writing = true;
  }

  @Override
  public void recordsAvailable() {
    available++;
  }

  @Override
  public void deadLetter(DeadLetter letter) {
    letters.add(letter);
  }

  /// Lets the store answer.
  void settle() {
    while (writing) {
      writing = false;
      if (answer == ErrorCode.NONE) {
        store(open);
      }
      partition.written(answer);
    }
  }

  private void store(StateWrite write) {
    storedStart = write.startOffset();
    for (StateBatch batch : write.batches()) {
      for (long offset = batch.firstOffset(); offset <= batch.lastOffset(); offset++) {
        stored.put(offset, new StateBatch(offset, offset, batch.state(), batch.deliveryCount()));
      }
    }
    stored.headMap(storedStart).clear();
  }

  /// The broker dies and comes back; what was not stored is lost.
  void crash() {
    writing = false;
    partition =
        new SharePartition(
            new StoredState(storedStart, List.copyOf(stored.values())), 0, settings, this);
    partition.resume();
    settle();
  }

  /// A member fetches from a log that ends before `endOffset`.
  List<AcquiredRange> fetch(String member, int recordsMax, long endOffset) {
    return fetch(member, AcquireMode.BATCH_OPTIMIZED, recordsMax, endOffset);
  }

  List<AcquiredRange> fetch(String member, AcquireMode mode, int recordsMax, long endOffset) {
    long from = partition.nextFetchOffset();
    if (from < 0 || from >= endOffset) {
      return List.of();
    }
    List<FetchedBatch> batches = new ArrayList<>();
    for (long base = from - from % batchSize; base < endOffset; base += batchSize) {
      batches.add(new FetchedBatch(base, Math.min(base + batchSize, endOffset) - 1, true));
    }
    return partition
        .acquire(new AcquireRequest(member, mode, recordsMax, recordsMax), from, batches, nowMillis)
        .ranges();
  }

  ErrorCode acknowledge(String member, long first, long last, AcknowledgeType... types) {
    List<Byte> ids = Arrays.stream(types).map(type -> (byte) type.ordinal()).toList();
    ErrorCode[] error = new ErrorCode[1];
    partition.acknowledge(
        member,
        List.of(new AcknowledgedRange(first, last, ids)),
        nowMillis,
        result -> error[0] = result);
    if (answering) {
      settle();
    }
    return error[0] == null ? ErrorCode.REQUEST_TIMED_OUT : error[0];
  }

  void release(String member) {
    partition.release(member, error -> {});
    settle();
  }

  void passTime(long millis) {
    nowMillis += millis;
    partition.expire(nowMillis);
    settle();
  }
}
