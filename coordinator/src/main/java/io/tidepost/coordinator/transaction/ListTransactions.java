package io.tidepost.coordinator.transaction;

import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ListTransactionsRequest;
import io.tidepost.wire.message.ListTransactionsResponse;
import java.util.function.Predicate;

/// The transactional ids of one shard, filtered by producer id, state, how long the transaction has
/// been open (KIP-994) and a pattern of the id (KIP-1152).
public final class ListTransactions implements Command<TransactionCoordinatorShard> {

  private final ListTransactionsRequest request;
  private final Predicate<String> pattern;
  private final Reply<ListTransactionsResponse> reply;

  /// @param pattern which transactional ids are wanted
  public ListTransactions(
      ListTransactionsRequest request,
      Predicate<String> pattern,
      Reply<ListTransactionsResponse> reply) {
    this.request = request;
    this.pattern = pattern;
    this.reply = reply;
  }

  @Override
  public String key() {
    return "";
  }

  @Override
  public boolean refuse(ErrorCode error, Turn<TransactionCoordinatorShard> turn) {
    ListTransactionsResponse response = new ListTransactionsResponse();
    response.errorCode = error.code();
    turn.reply(reply, response);
    return true;
  }

  @Override
  public void decide(TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
    ListTransactionsResponse response = new ListTransactionsResponse();
    for (TransactionMetadata metadata : shard.all()) {
      if (isWanted(metadata, turn.wallMillis())) {
        var entry = new ListTransactionsResponse.TransactionState();
        entry.transactionalId = metadata.transactionalId();
        entry.producerId = metadata.producerId();
        entry.transactionState = metadata.state().label();
        response.transactionStates.add(entry);
      }
    }
    turn.reply(reply, response);
  }

  private boolean isWanted(TransactionMetadata metadata, long nowMillis) {
    if (!request.producerIdFilters.isEmpty()
        && !request.producerIdFilters.contains(metadata.producerId())) {
      return false;
    }
    if (!request.stateFilters.isEmpty()
        && !request.stateFilters.contains(metadata.state().label())) {
      return false;
    }
    if (request.durationFilter >= 0
        && nowMillis - metadata.startMillis() <= request.durationFilter) {
      return false;
    }
    return pattern.test(metadata.transactionalId());
  }
}
