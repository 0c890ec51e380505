package io.tidepost.sim.coordinator;

import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.CoordinatorRuntime;
import io.tidepost.coordinator.runtime.Now;
import io.tidepost.coordinator.runtime.PartitionWriter;
import io.tidepost.coordinator.runtime.Shard;
import io.tidepost.coordinator.runtime.ShardReplay;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.coordinator.runtime.TransactionalProducer;
import io.tidepost.log.AppendOrigin;
import io.tidepost.log.AppendResult;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.sim.log.LogProcess;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.records.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A shard of a coordinator on a partition of a [CoordinatorNode], as the broker hosts it.
///
/// @param <S> the shard
public final class SimulatedShard<S extends Shard> implements PartitionWriter {

  private static final int BATCH_BYTES_MAX = 1 << 20;

  private final CoordinatorNode node;
  private final PartitionLeader leader;
  private final CoordinatorRuntime<S> runtime;
  private boolean endOfTurnAsked;

  SimulatedShard(CoordinatorNode node, PartitionLeader leader, long writeTimeoutMillis) {
    this.node = node;
    this.leader = leader;
    this.runtime =
        new CoordinatorRuntime<>(
            this, node.random(), writeTimeoutMillis, node.world().trace()::add);
  }

  /// Reads what is committed into an empty shard.
  ///
  /// @throws IOException from the simulated disk
  public static <S extends Shard> S replay(
      S empty, LogProcess process, PartitionLeader leader, CoordinatorNode node)
      throws IOException {
    var replay = new ShardReplay<>(empty, 0, node.world().trace()::add);
    while (replay.nextOffset() < leader.highWatermark()) {
      ByteBuffer chunk = Reading.batches(process, leader, replay.nextOffset(), false).bytes();
      replay.take(chunk);
    }
    return replay.shard();
  }

  void start(S loaded) {
    runtime.activate(loaded, now());
    afterEvent();
  }

  /// The state that commands are decided on.
  public S state() {
    S shard = runtime.shard();
    if (shard == null) {
      throw new IllegalStateException("the shard is not active");
    }
    return shard;
  }

  /// Lets the coordinator decide.
  public void submit(Command<S> command) {
    runtime.submit(command, now());
    afterEvent();
  }

  void fireTimers() {
    runtime.fireTimers(now());
    afterEvent();
  }

  private Now now() {
    return node.now();
  }

  private void afterEvent() {
    if (runtime.hasWrites() && !endOfTurnAsked) {
      endOfTurnAsked = true;
      node.tasks.add(() -> {
        endOfTurnAsked = false;
        runtime.endTurn(now());
        afterEvent();
      });
    }
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

  private void append(
      long ticket, List<CoordinatorRecord> records, long timestampMillis, BatchBuilder batch) {
    for (CoordinatorRecord record : records) {
      byte[] value = record.value();
      batch.append(
          timestampMillis,
          ByteBuffer.wrap(record.key()),
          value == null ? null : ByteBuffer.wrap(value));
    }
    leader.append(
        batch.build(),
        AppendOrigin.COORDINATOR,
        PartitionLeader.ACKS_ALL,
        Long.MAX_VALUE,
        timestampMillis,
        (error, result, message) -> appended(ticket, error, result, message));
  }

  @Override
  public void appendMarker(long ticket, TransactionEnd end, long timestampMillis) {
    leader
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
    return BATCH_BYTES_MAX;
  }
}
