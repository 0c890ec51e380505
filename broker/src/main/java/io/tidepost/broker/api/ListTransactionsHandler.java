package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.transaction.IdPattern;
import io.tidepost.coordinator.transaction.ListTransactions;
import io.tidepost.coordinator.transaction.TransactionState;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ListTransactionsRequest;
import io.tidepost.wire.message.ListTransactionsResponse;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// ListTransactions (66), versions 0 to 2: the transactional ids that this broker coordinates
/// (KIP-664), filtered by state, producer id, duration (KIP-994) and pattern (KIP-1152).
final class ListTransactionsHandler
    implements ApiHandler<ListTransactionsRequest, ListTransactionsResponse> {

  private final BrokerContext broker;

  ListTransactionsHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public ListTransactionsRequest read(WireReader in, short version) {
    return ListTransactionsRequest.read(in, version);
  }

  @Override
  public void handle(
      ListTransactionsRequest request,
      RequestContext caller,
      Reply<ListTransactionsResponse> reply) {
    Predicate<String> pattern = IdPattern.of(request.transactionalIdPattern);
    if (pattern == null) {
      throw new ApiException(
          ErrorCode.INVALID_REGULAR_EXPRESSION,
          "the pattern of transactional ids is not a regular expression");
    }
    broker
        .transactions()
        .<ListTransactionsResponse>submitToAll(
            answer -> new ListTransactions(request, pattern, answer),
            answers -> reply.send(merge(request, answers, caller)));
  }

  /// A list that misses the ids of a shard would be wrong; the error is said instead, unless the
  /// shard has just moved away.
  private ListTransactionsResponse merge(
      ListTransactionsRequest request,
      List<ListTransactionsResponse> answers,
      RequestContext caller) {
    var all = new ListTransactionsResponse();
    for (String state : request.stateFilters) {
      if (TransactionState.named(state) == null) {
        all.unknownStateFilters.add(state);
      }
    }
    for (ListTransactionsResponse answer : answers) {
      if (answer.errorCode != 0 && answer.errorCode != ErrorCode.NOT_COORDINATOR.code()) {
        return answer;
      }
      all.transactionStates.addAll(answer.transactionStates);
    }
    all.transactionStates.removeIf(entry ->
        !broker
            .authorizations()
            .show(
                caller,
                AclOperation.DESCRIBE,
                ResourceType.TRANSACTIONAL_ID,
                entry.transactionalId));
    return all;
  }

  @Override
  public ListTransactionsResponse error(
      ListTransactionsRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new ListTransactionsResponse();
    response.errorCode = error.code();
    return response;
  }
}
