package io.tidepost.sim.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.CoordinatorRuntime;
import io.tidepost.coordinator.runtime.Now;
import io.tidepost.coordinator.runtime.PartitionWriter;
import io.tidepost.coordinator.runtime.ShardReplay;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.coordinator.runtime.TransactionalProducer;
import io.tidepost.coordinator.transaction.MarkerOrder;
import io.tidepost.coordinator.transaction.MarkersWritten;
import io.tidepost.coordinator.transaction.TransactionCoordinatorShard;
import io.tidepost.coordinator.transaction.TransactionEffects;
import io.tidepost.coordinator.transaction.TransactionOptions;
import io.tidepost.log.AppendOrigin;
import io.tidepost.log.LogWork;
import io.tidepost.replica.LeaderEffects;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.sim.log.LogProcess;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.records.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/// One life of the node: leaders on logs, and the coordinator on one of them. Whatever is to be
/// done later lies in [#tasks] until the simulation picks it, in any order; with the process it is
/// gone.
final class TransactionNode implements LeaderEffects, PartitionWriter, TransactionEffects {

  static final TopicPartition STATE = new TopicPartition("__transaction_state", 0);
  static final TransactionOptions OPTIONS =
      new TransactionOptions(600_000, 7L * 24 * 3600 * 1000, 10_000, 3_600_000, 5_000);

  private static final int MARKERS_LOST_PERCENT = 25;

  final List<Runnable> tasks = new ArrayList<>();

  private final TransactionSimulation world;
  private final LogProcess process;
  private final SeededRandomness random;
  private final Map<TopicPartition, PartitionLeader> leaders = new LinkedHashMap<>();
  private final CoordinatorRuntime<TransactionCoordinatorShard> runtime;
  private boolean endOfTurnAsked;

  TransactionNode(TransactionSimulation world, LogProcess process, List<TopicPartition> partitions)
      throws IOException {
    this.world = world;
    this.process = process;
    this.random = world.random.split();
    process.runAllWork();
    for (TopicPartition partition : partitions) {
      var id = new Uuid(7, partition.partition() + 1);
      var leader = new PartitionLeader(id, process.log(partition), 0, 1, this);
      leaders.put(partition, leader);
      syncNow(leader);
    }
    this.runtime =
        new CoordinatorRuntime<>(this, random, OPTIONS.writeTimeoutMillis(), world.trace::add);
    runtime.activate(load(), now());
    afterEvent();
  }

  private void syncNow(PartitionLeader leader) {
    LogWork sync = leader.log().beginSync();
    if (sync != null) {
      process.run(sync);
    }
    leader.synced();
  }

  private TransactionCoordinatorShard load() throws IOException {
    var replay =
        new ShardReplay<>(new TransactionCoordinatorShard(OPTIONS, 0, this), 0, world.trace::add);
    PartitionLeader leader = leader(STATE);
    while (replay.nextOffset() < leader.highWatermark()) {
      ByteBuffer chunk = Reading.batches(process, leader, replay.nextOffset(), false).bytes();
      replay.take(chunk);
    }
    return replay.shard();
  }

  LogProcess process() {
    return process;
  }

  PartitionLeader leader(TopicPartition partition) {
    PartitionLeader leader = leaders.get(partition);
    if (leader == null) {
      throw new IllegalStateException(partition + " is not led here");
    }
    return leader;
  }

  private Now now() {
    return new Now(world.clock.wallMillis(), world.clock.monotonicNanos() / 1_000_000);
  }

  /// Lets the coordinator decide.
  void submit(Command<TransactionCoordinatorShard> command) {
    runtime.submit(command, now());
    afterEvent();
  }

  void fireTimers() {
    runtime.fireTimers(now());
    afterEvent();
  }

  private void afterEvent() {
    if (runtime.hasWrites() && !endOfTurnAsked) {
      endOfTurnAsked = true;
      tasks.add(() -> {
        endOfTurnAsked = false;
        runtime.endTurn(now());
        afterEvent();
      });
    }
  }

  // ---- what leaders ask for

  @Override
  public void needsFlush(PartitionLeader leader) {
    tasks.add(() -> leader.flush(now().wallMillis()));
  }

  @Override
  public void needsSync(PartitionLeader leader) {
    tasks.add(() -> {
      LogWork sync = leader.log().beginSync();
      if (sync != null) {
        tasks.add(() -> {
          process.run(sync);
          leader.synced();
          if (leader.needsSync()) {
            needsSync(leader);
          }
        });
      }
    });
  }

  @Override
  public void writeFailed(PartitionLeader leader, IOException failure) {
    throw new IllegalStateException("a write failed", failure);
  }

  // ---- what the runtime writes

  @Override
  public void append(long ticket, List<CoordinatorRecord> records, long timestampMillis) {
    BatchBuilder batch = new BatchBuilder();
    for (CoordinatorRecord record : records) {
      byte[] value = record.value();
      batch.append(
          timestampMillis,
          ByteBuffer.wrap(record.key()),
          value == null ? null : ByteBuffer.wrap(value));
    }
    leader(STATE)
        .append(
            batch.build(),
            AppendOrigin.COORDINATOR,
            PartitionLeader.ACKS_ALL,
            Long.MAX_VALUE,
            timestampMillis,
            (error, result, message) -> {
              if (error == ErrorCode.NONE) {
                runtime.appended(ticket, result.baseOffset(), now());
              } else {
                runtime.appendFailed(ticket, error, String.valueOf(message), now());
              }
              afterEvent();
            });
  }

  @Override
  public void appendTransactional(
      long ticket,
      TransactionalProducer producer,
      List<CoordinatorRecord> records,
      long timestampMillis) {
    throw new IllegalStateException("the coordinator writes in no transaction");
  }

  @Override
  public void appendMarker(long ticket, TransactionEnd end, long timestampMillis) {
    throw new IllegalStateException("no markers are in the coordinator's own partition");
  }

  @Override
  public int batchBytesMax() {
    return 1 << 20;
  }

  // ---- what the coordinator asks for

  @Override
  public void allocateProducerId(
      LongFunction<? extends Command<TransactionCoordinatorShard>> command) {
    long id = world.nextProducerId();
    tasks.add(() -> submit(command.apply(id)));
  }

  @Override
  public void writeMarkers(MarkerOrder order) {
    int[] missing = {order.partitions().size()};
    if (missing[0] == 0) {
      tasks.add(() -> submit(new MarkersWritten(order)));
    }
    for (TopicPartition partition : order.partitions()) {
      tasks.add(() -> deliver(order, partition, missing));
    }
  }

  private void deliver(MarkerOrder order, TopicPartition partition, int[] missing) {
    if (random.chance(MARKERS_LOST_PERCENT)) {
      tasks.add(() -> deliver(order, partition, missing));
      if (random.chance(50)) {
        return; // it never arrived
      }
    }
    TransactionEnd end = order.end();
    leader(partition)
        .transactions()
        .end(
            end.producerId(),
            end.producerEpoch(),
            end.coordinatorEpoch(),
            end.commit(),
            end.transactionVersion(),
            now().wallMillis(),
            (error, result, message) -> {
              world.trace.add("marker " + end + " in " + partition + ": " + error);
              if (--missing[0] == 0) {
                tasks.add(() -> submit(new MarkersWritten(order)));
              }
            });
  }
}
