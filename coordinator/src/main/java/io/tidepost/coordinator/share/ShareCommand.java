package io.tidepost.coordinator.share;

import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// A question about one share partition. It sees the outcome of everything asked before.
///
/// @param <R> the answer
public abstract class ShareCommand<R> implements Command<ShareCoordinatorShard> {

  protected final SharePartitionKey partition;
  protected final Reply<R> reply;
  private final String key;

  protected ShareCommand(SharePartitionKey partition, Reply<R> reply) {
    this.partition = partition;
    this.reply = reply;
    this.key = partition.coordinatorKey();
  }

  @Override
  public final String key() {
    return key;
  }

  @Override
  public final boolean waitsForEarlierWrites() {
    return true;
  }

  /// The answer that says no.
  protected abstract R error(ErrorCode error);

  @Override
  public final boolean refuse(ErrorCode error, Turn<ShareCoordinatorShard> turn) {
    turn.reply(reply, error(error));
    return true;
  }

  /// Writes one record and answers once it is committed.
  protected final void persist(
      Turn<ShareCoordinatorShard> turn, CoordinatorRecord record, R answer) {
    turn.persistHolding(
        List.of(record),
        new Outcome<>() {
          @Override
          public void committed(ShareCoordinatorShard shard, Turn<ShareCoordinatorShard> now) {
            now.reply(reply, answer);
          }

          @Override
          public void failed(
              ErrorCode error, ShareCoordinatorShard shard, Turn<ShareCoordinatorShard> now) {
            now.reply(reply, error(error));
          }
        });
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " of " + partition;
  }
}
