package io.tidepost.coordinator.group;

import io.tidepost.base.Randomness;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.CoordinatorRuntime;
import io.tidepost.coordinator.runtime.Now;
import io.tidepost.coordinator.runtime.PartitionWriter;
import io.tidepost.coordinator.runtime.ShardReplay;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.coordinator.runtime.TransactionalProducer;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.records.BatchBuilder;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.ControlRecords;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One shard on a partition in memory, with a clock that stands until it is moved. The partition
/// commits at once unless told to hold back, and can refuse.
public final class GroupWorld implements PartitionWriter {

  private record Appended(long ticket, long baseOffset) {}

  final GroupOptions options;
  public final TestSurroundings surroundings = new TestSurroundings();
  public final List<String> operatorLog = new ArrayList<>();
  CoordinatorRuntime<GroupCoordinatorShard> runtime;

  private final Randomness randomness;
  private final List<ByteBuffer> batches = new ArrayList<>();
  private final ArrayDeque<Appended> uncommitted = new ArrayDeque<>();
  private long endOffset;
  private long committedOffset;
  private long nowMillis = 1_000_000;
  private boolean holding;
  private @Nullable ErrorCode failure;
  private int batchBytesMax = 1 << 20;

  public GroupWorld(GroupOptions options, Randomness randomness) {
    this.options = options;
    this.randomness = randomness;
    this.runtime = newRuntime();
    load();
  }

  private CoordinatorRuntime<GroupCoordinatorShard> newRuntime() {
    return new CoordinatorRuntime<>(
        this, randomness, options.commitTimeoutMillis(), operatorLog::add);
  }

  Now now() {
    return new Now(nowMillis, nowMillis);
  }

  public void submit(Command<GroupCoordinatorShard> command) {
    runtime.submit(command, now());
    settle();
  }

  /// Ends turns until nothing is left to write and, unless held back, nothing to commit.
  private void settle() {
    for (int turn = 0; turn < 1000; turn++) {
      if (runtime.hasWrites()) {
        runtime.endTurn(now());
      } else if ((holding || !commitNext()) && !workElsewhere()) {
        return;
      }
    }
    throw new IllegalStateException("the runtime never stops writing");
  }

  private boolean workElsewhere() {
    Supplier<Command<GroupCoordinatorShard>> work = surroundings.pollWork();
    if (work == null) {
      return false;
    }
    runtime.submit(work.get(), now());
    return true;
  }

  private boolean commitNext() {
    Appended next = uncommitted.poll();
    if (next == null) {
      return false;
    }
    committedOffset = uncommitted.isEmpty() ? endOffset : uncommitted.peek().baseOffset;
    runtime.appended(next.ticket, next.baseOffset, now());
    return true;
  }

  /// Lets time pass, firing timers when they are due.
  public void advance(long millis) {
    long until = nowMillis + millis;
    while (true) {
      long wakeUp = Math.max(nowMillis, runtime.nextWakeUpMillis());
      if (wakeUp > until) {
        break;
      }
      nowMillis = wakeUp;
      runtime.fireTimers(now());
      settle();
    }
    nowMillis = until;
  }

  public void hold(boolean hold) {
    holding = hold;
    settle();
  }

  public void commitOne() {
    commitNext();
    if (runtime.hasWrites()) {
      runtime.endTurn(now());
    }
  }

  public void failWith(@Nullable ErrorCode error) {
    failure = error;
  }

  void batchBytesMax(int bytes) {
    batchBytesMax = bytes;
  }

  /// The broker dies, loses what was not committed, and comes back.
  public void crash() {
    while (!batches.isEmpty() && BatchHeader.baseOffset(last(), 0) >= committedOffset) {
      batches.remove(batches.size() - 1);
    }
    endOffset = committedOffset;
    restart();
  }

  /// Leadership is given up in good order, and taken again.
  public void resign() {
    runtime.resign(now());
    while (!uncommitted.isEmpty()) {
      uncommitted.poll();
    }
    committedOffset = endOffset;
    restart();
  }

  private ByteBuffer last() {
    return batches.get(batches.size() - 1);
  }

  private void restart() {
    uncommitted.clear();
    runtime = newRuntime();
    load();
  }

  private void load() {
    runtime.activate(replay(), now());
    settle();
  }

  /// What a fresh coordinator makes of what is committed.
  public GroupCoordinatorShard replay() {
    ShardReplay<GroupCoordinatorShard> replay =
        new ShardReplay<>(new GroupCoordinatorShard(options, surroundings), 0, operatorLog::add);
    for (ByteBuffer batch : batches) {
      if (BatchHeader.baseOffset(batch, 0) < committedOffset) {
        replay.take(batch);
      }
    }
    return replay.shard();
  }

  public GroupCoordinatorShard shard() {
    GroupCoordinatorShard shard = runtime.shard();
    if (shard == null) {
      throw new IllegalStateException("the shard is not active");
    }
    return shard;
  }

  public long endOffset() {
    return endOffset;
  }

  /// Appends a batch as another broker would have.
  void appendForeign(ByteBuffer batch) {
    BatchHeader.place(batch, 0, endOffset, 0);
    batches.add(batch);
    endOffset = BatchHeader.lastOffset(batch, 0) + 1;
    committedOffset = endOffset;
  }

  @Override
  public void append(long ticket, List<CoordinatorRecord> records, long timestampMillis) {
    append(ticket, records, timestampMillis, new BatchBuilder());
  }

  @Override
  public void appendTransactional(
      long ticket,
      TransactionalProducer producer,
      List<CoordinatorRecord> records,
      long timestampMillis) {
    var batch = new BatchBuilder().producer(producer.producerId(), producer.producerEpoch(), -1);
    append(ticket, records, timestampMillis, batch.transactional());
  }

  @Override
  public void appendMarker(long ticket, TransactionEnd end, long timestampMillis) {
    ByteBuffer marker =
        ControlRecords.transactionMarker(
            timestampMillis,
            end.producerId(),
            end.producerEpoch(),
            end.commit(),
            end.coordinatorEpoch());
    append(ticket, marker);
  }

  private void append(
      long ticket, List<CoordinatorRecord> records, long timestampMillis, BatchBuilder batch) {
    for (CoordinatorRecord record : records) {
      byte[] value = record.value();
      batch.append(
          timestampMillis,
          ByteBuffer.wrap(record.key()),
          value == null ? null : ByteBuffer.wrap(value));
    }
    append(ticket, batch.build());
  }

  private void append(long ticket, ByteBuffer bytes) {
    ErrorCode error = failure;
    if (error != null) {
      runtime.appendFailed(ticket, error, "told to fail", now());
      return;
    }
    if (bytes.remaining() > batchBytesMax) {
      throw new IllegalStateException("batch of " + bytes.remaining() + " bytes");
    }
    BatchHeader.place(bytes, 0, endOffset, 0);
    batches.add(bytes);
    uncommitted.add(new Appended(ticket, endOffset));
    endOffset = BatchHeader.lastOffset(bytes, 0) + 1;
  }

  @Override
  public int batchBytesMax() {
    return batchBytesMax;
  }
}
