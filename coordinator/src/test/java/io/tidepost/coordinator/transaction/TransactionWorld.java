package io.tidepost.coordinator.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.group.SeededRandomness;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.CoordinatorRuntime;
import io.tidepost.coordinator.runtime.Now;
import io.tidepost.coordinator.runtime.PartitionWriter;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.coordinator.runtime.TransactionalProducer;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;

/// One shard on a partition in memory, with a clock that stands until it is moved. Writes commit at
/// once unless held back; marker orders wait until they are carried out.
final class TransactionWorld implements PartitionWriter, TransactionEffects {

  static final TransactionOptions OPTIONS =
      new TransactionOptions(900_000, 100_000, 1_000, 10_000, 5_000);

  final List<String> operatorLog = new ArrayList<>();
  final ArrayDeque<MarkerOrder> orders = new ArrayDeque<>();
  final List<List<CoordinatorRecord>> batches = new ArrayList<>();

  private final ArrayDeque<Long> uncommitted = new ArrayDeque<>();
  private final ArrayDeque<Runnable> effects = new ArrayDeque<>();
  private CoordinatorRuntime<TransactionCoordinatorShard> runtime;
  private long nowMillis = 1_000_000;
  private long nextProducerId = 7;
  private boolean holding;

  TransactionWorld() {
    runtime = load();
  }

  private CoordinatorRuntime<TransactionCoordinatorShard> load() {
    var shard = new TransactionCoordinatorShard(OPTIONS, 3, this);
    long offset = 0;
    for (List<CoordinatorRecord> batch : batches) {
      for (CoordinatorRecord record : batch) {
        shard.apply(offset++, -1, record);
      }
    }
    var loaded =
        new CoordinatorRuntime<TransactionCoordinatorShard>(
            this, new SeededRandomness(1), OPTIONS.writeTimeoutMillis(), operatorLog::add);
    runtime = loaded;
    loaded.activate(shard, now());
    settle();
    return loaded;
  }

  /// The broker dies; what is not committed is lost, and so are marker orders.
  void crash() {
    while (!uncommitted.isEmpty()) {
      uncommitted.poll();
      batches.remove(batches.size() - 1);
    }
    orders.clear();
    holding = false;
    load();
  }

  private Now now() {
    return new Now(nowMillis, nowMillis);
  }

  /// Writes stay uncommitted from now on, or are committed.
  void hold(boolean hold) {
    holding = hold;
    settle();
  }

  private void settle() {
    while (true) {
      if (!effects.isEmpty()) {
        effects.poll().run();
      } else if (runtime.hasWrites()) {
        runtime.endTurn(now());
      } else if (!holding && !uncommitted.isEmpty()) {
        runtime.appended(uncommitted.poll(), batches.size(), now());
      } else {
        return;
      }
    }
  }

  void submit(Command<TransactionCoordinatorShard> command) {
    runtime.submit(command, now());
    settle();
  }

  /// Submits and hands out the answers, none as long as there is none.
  <R> List<R> ask(Function<Reply<R>, Command<TransactionCoordinatorShard>> command) {
    List<R> answers = new ArrayList<>();
    submit(command.apply(new Reply<>(answers::add)));
    return answers;
  }

  List<ProducerIdentity> init(String id) {
    return init(id, -1, (short) -1);
  }

  List<ProducerIdentity> init(String id, long producerId, short epoch) {
    return ask(reply -> new InitProducerId(id, 60_000, producerId, epoch, reply));
  }

  List<ProducerIdentity> init(String id, int timeoutMillis) {
    return ask(reply -> new InitProducerId(id, timeoutMillis, -1, (short) -1, reply));
  }

  List<ErrorCode> add(String id, long producerId, int epoch, TopicPartition... partitions) {
    return ask(
        reply -> new AddPartitions(id, producerId, (short) epoch, Set.of(partitions), reply));
  }

  List<ProducerIdentity> end(String id, long producerId, int epoch, boolean commit, int version) {
    return ask(
        reply -> new EndTransaction(id, producerId, (short) epoch, commit, (short) version, reply));
  }

  /// All partitions of the oldest order have their markers.
  void deliver() {
    submit(new MarkersWritten(orders.remove()));
  }

  void advance(long millis) {
    nowMillis += millis;
    runtime.fireTimers(now());
    settle();
  }

  TransactionMetadata metadata(String id) {
    TransactionCoordinatorShard shard = runtime.shard();
    TransactionMetadata metadata = shard == null ? null : shard.find(id);
    if (metadata == null) {
      throw new IllegalStateException(id + " is not known");
    }
    return metadata;
  }

  boolean knows(String id) {
    TransactionCoordinatorShard shard = runtime.shard();
    return shard != null && shard.find(id) != null;
  }

  @Override
  public void append(long ticket, List<CoordinatorRecord> records, long timestampMillis) {
    batches.add(records);
    uncommitted.add(ticket);
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

  @Override
  public void allocateProducerId(
      LongFunction<? extends Command<TransactionCoordinatorShard>> command) {
    long id = nextProducerId++;
    effects.add(() -> runtime.submit(command.apply(id), now()));
  }

  @Override
  public void writeMarkers(MarkerOrder order) {
    orders.add(order);
  }
}
