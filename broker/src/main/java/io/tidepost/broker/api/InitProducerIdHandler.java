package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.transaction.InitProducerId;
import io.tidepost.coordinator.transaction.ProducerIdentity;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.InitProducerIdRequest;
import io.tidepost.wire.message.InitProducerIdResponse;
import org.jspecify.annotations.Nullable;

/// InitProducerId (22), versions 0 to 5: a producer id for an idempotent producer; for a
/// transactional one also the producer epoch that fences whoever worked under its transactional id
/// before.
final class InitProducerIdHandler
    implements ApiHandler<InitProducerIdRequest, InitProducerIdResponse> {

  private final BrokerContext broker;

  InitProducerIdHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public InitProducerIdRequest read(WireReader in, short version) {
    return InitProducerIdRequest.read(in, version);
  }

  @Override
  public void handle(
      InitProducerIdRequest request, RequestContext caller, Reply<InitProducerIdResponse> reply) {
    String transactionalId = request.transactionalId;
    if (transactionalId == null) {
      idempotent(caller, reply);
      return;
    }
    broker
        .authorizations()
        .demand(caller, AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, transactionalId);
    if (request.enable2Pc) {
      broker
          .authorizations()
          .demand(
              caller,
              AclOperation.TWO_PHASE_COMMIT,
              ResourceType.TRANSACTIONAL_ID,
              transactionalId);
    }
    if (transactionalId.isEmpty()) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, "the transactional id is empty");
    }
    if ((request.producerId < 0) != (request.producerEpoch < 0)) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, "producer id and producer epoch come together or not at all");
    }
    broker
        .transactions()
        .submit(
            new InitProducerId(
                transactionalId,
                request.transactionTimeoutMs,
                request.producerId,
                request.producerEpoch,
                new io.tidepost.coordinator.runtime.Reply<>(
                    identity -> reply.send(response(identity, caller.apiVersion())))));
  }

  private void idempotent(RequestContext caller, Reply<InitProducerIdResponse> reply) {
    var authorizations = broker.authorizations();
    if (!authorizations.allowSomewhere(caller, AclOperation.WRITE, ResourceType.TOPIC)) {
      authorizations.demandOnCluster(caller, AclOperation.IDEMPOTENT_WRITE);
    }
    broker
        .transactions()
        .producerIds()
        .next((id, failure) -> {
          if (failure != null) {
            reply.fail(new ApiException(failure.error(), failure.message()));
          } else {
            var response = new InitProducerIdResponse();
            response.producerId = id;
            reply.send(response);
          }
        });
  }

  private static InitProducerIdResponse response(ProducerIdentity identity, short version) {
    var response = new InitProducerIdResponse();
    response.errorCode =
        TransactionErrors.known(identity.error(), version, TransactionErrors.FENCED_INIT_VERSION)
            .code();
    response.producerId = identity.producerId();
    response.producerEpoch = identity.producerEpoch();
    return response;
  }

  @Override
  public InitProducerIdResponse error(
      InitProducerIdRequest request, short version, ErrorCode error, @Nullable String message) {
    return response(new ProducerIdentity(error, -1, (short) -1), version);
  }
}
