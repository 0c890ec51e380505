package io.tidepost.broker.api;

import io.tidepost.broker.coordinator.Gather;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.transaction.DescribeTransaction;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeTransactionsRequest;
import io.tidepost.wire.message.DescribeTransactionsResponse;
import io.tidepost.wire.message.DescribeTransactionsResponse.TransactionState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DescribeTransactions (65), version 0: what transactional ids are doing (KIP-664).
final class DescribeTransactionsHandler
    implements ApiHandler<DescribeTransactionsRequest, DescribeTransactionsResponse> {

  private final BrokerContext broker;

  DescribeTransactionsHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public DescribeTransactionsRequest read(WireReader in, short version) {
    return DescribeTransactionsRequest.read(in, version);
  }

  @Override
  public void handle(
      DescribeTransactionsRequest request,
      RequestContext caller,
      Reply<DescribeTransactionsResponse> reply) {
    List<String> ids = request.transactionalIds;
    Gather<TransactionState> gather =
        new Gather<>(
            ids.size(),
            states -> {
              var response = new DescribeTransactionsResponse();
              response.transactionStates = states;
              reply.send(response);
            });
    for (int i = 0; i < ids.size(); i++) {
      int number = i;
      String id = ids.get(i);
      ErrorCode refused = check(id, caller);
      if (refused != ErrorCode.NONE) {
        gather.arrived(number, DescribeTransaction.error(id, refused));
      } else {
        broker
            .transactions()
            .submit(
                new DescribeTransaction(
                    id,
                    new io.tidepost.coordinator.runtime.Reply<>(state -> {
                      hide(state, caller);
                      gather.arrived(number, state);
                    })));
      }
    }
  }

  private ErrorCode check(String id, RequestContext caller) {
    if (!broker
        .authorizations()
        .allow(caller, AclOperation.DESCRIBE, ResourceType.TRANSACTIONAL_ID, id)) {
      return ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
    }
    return id.isEmpty() ? ErrorCode.INVALID_REQUEST : ErrorCode.NONE;
  }

  /// Topics that the caller may not know.
  private void hide(TransactionState state, RequestContext caller) {
    state.topics.removeIf(topic ->
        !broker
            .authorizations()
            .show(caller, AclOperation.DESCRIBE, ResourceType.TOPIC, topic.topic));
  }

  @Override
  public DescribeTransactionsResponse error(
      DescribeTransactionsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new DescribeTransactionsResponse();
    request.transactionalIds.forEach(
        id -> response.transactionStates.add(DescribeTransaction.error(id, error)));
    return response;
  }
}
