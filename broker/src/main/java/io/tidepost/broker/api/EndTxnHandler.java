package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.transaction.EndTransaction;
import io.tidepost.coordinator.transaction.ProducerIdentity;
import io.tidepost.coordinator.transaction.TransactionMetadata;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.EndTxnRequest;
import io.tidepost.wire.message.EndTxnResponse;
import org.jspecify.annotations.Nullable;

/// EndTxn (26), versions 0 to 5: commits or aborts. From version 5 on each end raises the producer
/// epoch (KIP-890).
final class EndTxnHandler implements ApiHandler<EndTxnRequest, EndTxnResponse> {

  private static final short FIRST_WITH_EPOCH_BUMP = 5;

  private final BrokerContext broker;

  EndTxnHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public EndTxnRequest read(WireReader in, short version) {
    return EndTxnRequest.read(in, version);
  }

  @Override
  public void handle(EndTxnRequest request, RequestContext caller, Reply<EndTxnResponse> reply) {
    broker
        .authorizations()
        .demand(caller, AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, request.transactionalId);
    if (request.transactionalId.isEmpty()) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, "the transactional id is empty");
    }
    short version = caller.apiVersion();
    broker
        .transactions()
        .submit(
            new EndTransaction(
                request.transactionalId,
                request.producerId,
                request.producerEpoch,
                request.committed,
                version >= FIRST_WITH_EPOCH_BUMP ? TransactionMetadata.EPOCH_BUMP_VERSION : 0,
                new io.tidepost.coordinator.runtime.Reply<>(
                    identity -> reply.send(response(identity, version)))));
  }

  private static EndTxnResponse response(ProducerIdentity identity, short version) {
    var response = new EndTxnResponse();
    response.errorCode =
        TransactionErrors.known(identity.error(), version, TransactionErrors.FENCED_VERSION).code();
    if (version >= FIRST_WITH_EPOCH_BUMP) {
      response.producerId = identity.producerId();
      response.producerEpoch = identity.producerEpoch();
    }
    return response;
  }

  @Override
  public EndTxnResponse error(
      EndTxnRequest request, short version, ErrorCode error, @Nullable String message) {
    return response(new ProducerIdentity(error, -1, (short) -1), version);
  }
}
