package io.tidepost.sim.coordinator;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Now;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Shard;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.coordinator.transaction.AddPartitions;
import io.tidepost.coordinator.transaction.MarkerOrder;
import io.tidepost.coordinator.transaction.MarkersWritten;
import io.tidepost.coordinator.transaction.TransactionCoordinatorShard;
import io.tidepost.coordinator.transaction.TransactionEffects;
import io.tidepost.coordinator.transaction.TransactionMetadata;
import io.tidepost.coordinator.transaction.TransactionOptions;
import io.tidepost.coordinator.transaction.VerifyPartitions;
import io.tidepost.log.LogWork;
import io.tidepost.replica.LeaderEffects;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.replica.TransactionGate;
import io.tidepost.sim.log.LogProcess;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// One life of the node: leaders on logs, and the transaction coordinator on one of them. Whatever
/// is to be done later lies in [#tasks] until the simulation picks it, in any order; with the
/// process it is gone.
public class CoordinatorNode implements LeaderEffects, TransactionEffects {

  /// Where the transaction coordinator keeps its state.
  public static final TopicPartition TRANSACTIONS = new TopicPartition("__transaction_state", 0);

  public static final TransactionOptions OPTIONS =
      new TransactionOptions(600_000, 7L * 24 * 3600 * 1000, 10_000, 3_600_000, 5_000);

  private static final int MARKERS_LOST_PERCENT = 25;

  /// What is still to be done.
  public final List<Runnable> tasks = new ArrayList<>();

  private final NodeWorld world;
  private final LogProcess process;
  private final SeededRandomness random;
  private final Map<TopicPartition, PartitionLeader> leaders = new LinkedHashMap<>();
  private final List<SimulatedShard<?>> shards = new ArrayList<>();
  private final SimulatedShard<TransactionCoordinatorShard> transactions;

  /// @param partitions all that the node leads, [#TRANSACTIONS] among them
  /// @throws IOException from the simulated disk
  public CoordinatorNode(NodeWorld world, LogProcess process, List<TopicPartition> partitions)
      throws IOException {
    this.world = world;
    this.process = process;
    this.random = world.random().split();
    process.runAllWork();
    for (TopicPartition partition : partitions) {
      var id = new Uuid(7, partition.partition() + 1);
      var leader = new PartitionLeader(id, process.log(partition), 0, 1, this);
      leaders.put(partition, leader);
      syncNow(leader);
    }
    this.transactions =
        shard(
            TRANSACTIONS,
            new TransactionCoordinatorShard(OPTIONS, 0, this),
            OPTIONS.writeTimeoutMillis());
  }

  private void syncNow(PartitionLeader leader) {
    LogWork sync = leader.log().beginSync();
    if (sync != null) {
      process.run(sync);
    }
    leader.synced();
  }

  /// Loads a shard from a partition and starts it.
  ///
  /// @throws IOException from the simulated disk
  protected final <S extends Shard> SimulatedShard<S> shard(
      TopicPartition partition, S empty, long writeTimeoutMillis) throws IOException {
    PartitionLeader leader = leader(partition);
    var shard = new SimulatedShard<S>(this, leader, writeTimeoutMillis);
    shards.add(shard);
    shard.start(SimulatedShard.replay(empty, process, leader, this));
    return shard;
  }

  public final NodeWorld world() {
    return world;
  }

  final SeededRandomness random() {
    return random;
  }

  public final LogProcess process() {
    return process;
  }

  public final PartitionLeader leader(TopicPartition partition) {
    PartitionLeader leader = leaders.get(partition);
    if (leader == null) {
      throw new IllegalStateException(partition + " is not led here");
    }
    return leader;
  }

  final Now now() {
    return new Now(world.clock().wallMillis(), world.clock().monotonicNanos() / 1_000_000);
  }

  /// Lets the transaction coordinator decide.
  public final void submit(Command<TransactionCoordinatorShard> command) {
    transactions.submit(command);
  }

  public final void fireTimers() {
    shards.forEach(SimulatedShard::fireTimers);
  }

  /// Asks the transaction coordinator about a partition.
  ///
  /// @param joins makes the partition a part of the transaction (KIP-890), else it has to be one
  public final TransactionGate.Question question(
      String transactionalId, TopicPartition partition, boolean joins) {
    return (id, epoch, answer) ->
        submit(
            joins
                ? new AddPartitions(
                    transactionalId, id, epoch, Set.of(partition), new Reply<>(answer))
                : new VerifyPartitions(
                    transactionalId,
                    id,
                    epoch,
                    Set.of(partition),
                    new Reply<>(errors ->
                        answer.accept(
                            errors.getOrDefault(partition, ErrorCode.INVALID_TXN_STATE)))));
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

  // ---- what the transaction coordinator asks for

  @Override
  public void allocateProducerId(
      LongFunction<? extends Command<TransactionCoordinatorShard>> command) {
    long id = world.nextProducerId();
    tasks.add(() -> submit(command.apply(id)));
  }

  @Override
  public void writeMarkers(MarkerOrder order) {
    Set<TopicPartition> missing = new HashSet<>(order.partitions());
    if (missing.isEmpty()) {
      tasks.add(() -> submit(new MarkersWritten(order)));
    }
    for (TopicPartition partition : order.partitions()) {
      tasks.add(() -> deliver(order, partition, missing));
    }
  }

  /// A marker may be lost on its way and be sent again; where epochs tell transactions apart
  /// (KIP-890), what was taken for lost may also arrive in the end. By the older protocol such a
  /// latecomer would end the producer's next transaction, in Kafka as here.
  private void deliver(MarkerOrder order, TopicPartition partition, Set<TopicPartition> missing) {
    if (random.chance(MARKERS_LOST_PERCENT)) {
      tasks.add(() -> deliver(order, partition, missing));
      boolean arrives =
          order.end().transactionVersion() >= TransactionMetadata.EPOCH_BUMP_VERSION
              && random.chance(50);
      if (!arrives) {
        return;
      }
    }
    TransactionEnd end = order.end();
    writeMarker(
        partition,
        end,
        error -> {
          world.trace().add("marker " + end + " in " + partition + ": " + error);
          if (error == ErrorCode.COORDINATOR_NOT_AVAILABLE) {
            tasks.add(() -> deliver(order, partition, missing));
          } else if (missing.remove(partition) && missing.isEmpty()) {
            tasks.add(() -> submit(new MarkersWritten(order)));
          }
        });
  }

  /// Ends a transaction in one partition.
  protected void writeMarker(
      TopicPartition partition, TransactionEnd end, Consumer<ErrorCode> done) {
    leader(partition)
        .transactions()
        .end(
            end.producerId(),
            end.producerEpoch(),
            end.coordinatorEpoch(),
            end.commit(),
            end.transactionVersion(),
            now().wallMillis(),
            (error, result, message) -> done.accept(error));
  }
}
