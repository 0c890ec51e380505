package io.tidepost.sim.share;

import io.tidepost.base.Randomness;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.CoordinatorRuntime;
import io.tidepost.coordinator.runtime.Now;
import io.tidepost.coordinator.runtime.PartitionWriter;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.coordinator.runtime.TransactionalProducer;
import io.tidepost.coordinator.share.PruneState;
import io.tidepost.coordinator.share.ShareCoordinatorShard;
import io.tidepost.coordinator.share.ShareOptions;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The share coordinator on a partition that is slow, refuses, and loses what is not committed when
/// it crashes.
final class ShareStore implements PartitionWriter {

  private record Append(long ticket, List<CoordinatorRecord> records) {}

  private final ShareOptions options;
  private final Randomness randomness;
  private final List<CoordinatorRecord> log = new ArrayList<>();
  private final ArrayDeque<Append> open = new ArrayDeque<>();
  private CoordinatorRuntime<ShareCoordinatorShard> runtime;
  private int startOffset;
  private long nowMillis;

  ShareStore(ShareOptions options, Randomness randomness) {
    this.options = options;
    this.randomness = randomness;
    this.runtime = load();
  }

  private CoordinatorRuntime<ShareCoordinatorShard> load() {
    CoordinatorRuntime<ShareCoordinatorShard> fresh =
        new CoordinatorRuntime<>(this, randomness, Integer.MAX_VALUE, message -> {});
    ShareCoordinatorShard shard = new ShareCoordinatorShard(options);
    for (int offset = startOffset; offset < log.size(); offset++) {
      shard.apply(offset, -1, log.get(offset));
    }
    fresh.activate(shard, now());
    return fresh;
  }

  private Now now() {
    return new Now(nowMillis, nowMillis);
  }

  void time(long millis) {
    nowMillis = millis;
  }

  void submit(Command<ShareCoordinatorShard> command) {
    runtime.submit(command, now());
    endTurn();
  }

  private void endTurn() {
    while (runtime.hasWrites()) {
      runtime.endTurn(now());
    }
  }

  /// Whether something waits for the partition.
  boolean isBusy() {
    return !open.isEmpty();
  }

  /// The partition commits what came first, or refuses it.
  void settleOne(boolean refuses) {
    Append append = open.poll();
    if (append == null) {
      return;
    }
    if (refuses) {
      runtime.appendFailed(append.ticket, ErrorCode.NOT_ENOUGH_REPLICAS, "refused", now());
    } else {
      int base = log.size();
      log.addAll(append.records);
      runtime.appended(append.ticket, base, now());
    }
    endTurn();
  }

  /// The process dies and comes back. Of what was not committed the first `survivors` appends are
  /// in the log, the others are not.
  void crash(int survivors) {
    for (int i = 0; i < survivors && !open.isEmpty(); i++) {
      log.addAll(open.poll().records);
    }
    open.clear();
    runtime = load();
  }

  /// Leadership moves, in good order: whoever waits is told.
  void resign() {
    runtime.resign(now());
    while (!open.isEmpty()) {
      log.addAll(open.poll().records);
    }
    runtime = load();
  }

  /// Deletes what is superseded.
  void prune() {
    submit(
        new PruneState(
            new Reply<>(needed -> startOffset = Math.max(startOffset, needed.intValue()))));
  }

  @Override
  public void append(long ticket, List<CoordinatorRecord> records, long timestampMillis) {
    open.add(new Append(ticket, List.copyOf(records)));
  }

  @Override
  public void appendTransactional(
      long ticket,
      TransactionalProducer producer,
      List<CoordinatorRecord> records,
      long timestampMillis) {
    throw new IllegalStateException("the state of share groups is in no transaction");
  }

  @Override
  public void appendMarker(long ticket, TransactionEnd end, long timestampMillis) {
    throw new IllegalStateException("the state of share groups is in no transaction");
  }

  @Override
  public int batchBytesMax() {
    return 1 << 20;
  }
}
