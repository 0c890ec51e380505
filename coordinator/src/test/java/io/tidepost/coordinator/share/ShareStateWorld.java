package io.tidepost.coordinator.share;

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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A share coordinator's shard on a partition in memory that commits at once.
final class ShareStateWorld implements PartitionWriter {

  final List<CoordinatorRecord> log = new ArrayList<>();
  private final ShareOptions options;
  private CoordinatorRuntime<ShareCoordinatorShard> runtime;
  private long nowMillis = 1000;
  int prunedTo;

  ShareStateWorld(ShareOptions options) {
    this.options = options;
    this.runtime = load();
  }

  private CoordinatorRuntime<ShareCoordinatorShard> load() {
    CoordinatorRuntime<ShareCoordinatorShard> fresh =
        new CoordinatorRuntime<>(this, new SeededRandomness(932), 5000, message -> {});
    ShareCoordinatorShard shard = new ShareCoordinatorShard(options);
    for (int offset = prunedTo; offset < log.size(); offset++) {
      shard.apply(offset, -1, log.get(offset));
    }
    fresh.activate(shard, now());
    return fresh;
  }

  private Now now() {
    return new Now(nowMillis, nowMillis);
  }

  void crash() {
    runtime = load();
  }

  <R> R ask(Function<Reply<R>, Command<ShareCoordinatorShard>> command) {
    List<R> answer = new ArrayList<>();
    runtime.submit(command.apply(new Reply<>(answer::add)), now());
    settle();
    return answer.getFirst();
  }

  void tell(Command<ShareCoordinatorShard> command) {
    runtime.submit(command, now());
    settle();
  }

  private void settle() {
    nowMillis++;
    while (runtime.hasWrites()) {
      runtime.endTurn(now());
    }
  }

  @Nullable SharePartitionState state(SharePartitionKey key) {
    SummarizeState.Result result = ask(reply -> new SummarizeState(key, reply));
    return result.state();
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
  public void append(long ticket, List<CoordinatorRecord> records, long timestampMillis) {
    int base = log.size();
    log.addAll(records);
    runtime.appended(ticket, base, now());
  }

  @Override
  public int batchBytesMax() {
    return 1 << 20;
  }

  ErrorCode initialize(SharePartitionKey key, int stateEpoch, long startOffset) {
    return ask(reply -> new InitializeState(key, stateEpoch, startOffset, reply));
  }

  ReadState.Result read(SharePartitionKey key, int leaderEpoch) {
    return ask(reply -> new ReadState(key, leaderEpoch, reply));
  }

  ErrorCode write(SharePartitionKey key, int stateEpoch, StateUpdate update) {
    return ask(reply -> new WriteState(key, stateEpoch, update, reply));
  }
}
