package io.tidepost.coordinator.transaction;

import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;

/// A request about one transactional id.
///
/// @param <R> its answer
public abstract class TransactionCommand<R> implements Command<TransactionCoordinatorShard> {

  private final String transactionalId;
  protected final Reply<R> reply;

  protected TransactionCommand(String transactionalId, Reply<R> reply) {
    this.transactionalId = transactionalId;
    this.reply = reply;
  }

  @Override
  public final String key() {
    return transactionalId;
  }

  /// What holds now is what is decided on: partitions that are being added count.
  @Override
  public boolean waitsForEarlierWrites() {
    return true;
  }

  /// The answer that says no.
  protected abstract R error(ErrorCode error);

  @Override
  public boolean refuse(ErrorCode error, Turn<TransactionCoordinatorShard> turn) {
    turn.reply(reply, error(error));
    return true;
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " of transactional id " + transactionalId;
  }
}
