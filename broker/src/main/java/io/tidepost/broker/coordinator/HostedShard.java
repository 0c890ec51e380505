package io.tidepost.broker.coordinator;

import io.tidepost.base.Clock;
import io.tidepost.base.Randomness;
import io.tidepost.base.Timers;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.CoordinatorRuntime;
import io.tidepost.coordinator.runtime.Now;
import io.tidepost.coordinator.runtime.PartitionWriter;
import io.tidepost.coordinator.runtime.Shard;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.coordinator.runtime.TransactionalProducer;
import io.tidepost.log.AppendOrigin;
import io.tidepost.log.AppendResult;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.records.BatchBuilder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One shard of a coordinator on its partition's owner loop: drives the runtime's turns and timers,
/// and writes for it. On that loop only, except [#submit].
///
/// @param <S> the shard
public final class HostedShard<S extends Shard> implements PartitionWriter {

  /// A wake-up is not worth moving for less than this.
  private static final long TIMER_SLACK_MILLIS = 1;

  private final HostedPartition partition;
  private final Loop loop;
  private final Clock clock;
  private final Compression compression;
  private final CoordinatorRuntime<S> runtime;
  private final ShardLoader<S> loader;

  private boolean endOfTurnAsked;
  private Timers.@Nullable Timer timer;
  private long timerForMillis = Long.MAX_VALUE;

  HostedShard(
      HostedPartition partition,
      HostedShards.Start<S> start,
      Clock clock,
      Randomness randomness,
      Executor pool,
      Consumer<String> operatorLog) {
    this.partition = partition;
    this.loop = partition.loop();
    this.clock = clock;
    this.compression = start.compression();
    this.runtime =
        new CoordinatorRuntime<>(this, randomness, start.writeTimeoutMillis(), operatorLog);
    this.loader =
        new ShardLoader<>(
            partition, pool, start.shard(), start.loadBufferBytes(), this::loaded, operatorLog);
  }

  void start() {
    loader.step();
  }

  private void loaded(S shard) {
    runtime.activate(shard, now());
    afterEvent();
  }

  void stop() {
    loader.cancel();
    runtime.resign(now());
    cancelTimer();
  }

  /// The partition it is on. Any thread.
  public HostedPartition partition() {
    return partition;
  }

  /// The state, `null` while it is not served. On the owner loop.
  public @Nullable S shard() {
    return runtime.shard();
  }

  /// Lets the shard decide. Any thread.
  public void submit(Command<S> command) {
    loop.run(() -> {
      runtime.submit(command, now());
      afterEvent();
    });
  }

  private Now now() {
    return new Now(clock.wallMillis(), clock.monotonicNanos() / 1_000_000);
  }

  private void afterEvent() {
    if (runtime.hasWrites() && !endOfTurnAsked) {
      endOfTurnAsked = true;
      loop.atEndOfTurn(this::endTurn);
    }
    scheduleTimer();
  }

  private void endTurn() {
    endOfTurnAsked = false;
    runtime.endTurn(now());
    scheduleTimer();
  }

  private void scheduleTimer() {
    long wakeUp = runtime.nextWakeUpMillis();
    if (wakeUp == Long.MAX_VALUE || wakeUp >= timerForMillis - TIMER_SLACK_MILLIS) {
      return;
    }
    cancelTimer();
    timerForMillis = wakeUp;
    timer = loop.schedule(Math.max(0, wakeUp - now().monotonicMillis()), this::fireTimers);
  }

  private void cancelTimer() {
    Timers.Timer set = timer;
    if (set != null) {
      set.cancel();
    }
    timer = null;
    timerForMillis = Long.MAX_VALUE;
  }

  private void fireTimers() {
    timer = null;
    timerForMillis = Long.MAX_VALUE;
    runtime.fireTimers(now());
    afterEvent();
  }

  @Override
  public void append(long ticket, List<CoordinatorRecord> records, long timestampMillis) {
    append(ticket, batchOf(records, timestampMillis).build(), timestampMillis);
  }

  @Override
  public void appendTransactional(
      long ticket,
      TransactionalProducer producer,
      List<CoordinatorRecord> records,
      long timestampMillis) {
    BatchBuilder batch =
        batchOf(records, timestampMillis)
            .producer(producer.producerId(), producer.producerEpoch(), -1)
            .transactional();
    append(ticket, batch.build(), timestampMillis);
  }

  @Override
  public void appendMarker(long ticket, TransactionEnd end, long timestampMillis) {
    partition
        .leader()
        .transactions()
        .end(
            end.producerId(),
            end.producerEpoch(),
            end.coordinatorEpoch(),
            end.commit(),
            end.transactionVersion(),
            timestampMillis,
            (error, result, message) -> appended(ticket, error, result, message));
  }

  private BatchBuilder batchOf(List<CoordinatorRecord> records, long timestampMillis) {
    BatchBuilder batch = new BatchBuilder().compression(compression);
    for (CoordinatorRecord record : records) {
      byte[] value = record.value();
      batch.append(
          timestampMillis,
          ByteBuffer.wrap(record.key()),
          value == null ? null : ByteBuffer.wrap(value));
    }
    return batch;
  }

  private void append(long ticket, ByteBuffer batch, long timestampMillis) {
    partition
        .leader()
        .append(
            batch,
            AppendOrigin.COORDINATOR,
            PartitionLeader.ACKS_ALL,
            Long.MAX_VALUE,
            timestampMillis,
            (error, result, message) -> appended(ticket, error, result, message));
  }

  private void appended(
      long ticket, ErrorCode error, AppendResult result, @Nullable String message) {
    if (error == ErrorCode.NONE) {
      runtime.appended(ticket, result.baseOffset(), now());
    } else {
      runtime.appendFailed(ticket, error, String.valueOf(message), now());
    }
    afterEvent();
  }

  @Override
  public int batchBytesMax() {
    return partition.settings().messageBytesMax();
  }
}
