package io.tidepost.broker.api;

import io.tidepost.broker.security.authorize.Authorizations;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.InitProducerIdRequest;
import io.tidepost.wire.message.InitProducerIdResponse;
import org.jspecify.annotations.Nullable;

/// InitProducerId (22), versions 0 to 5, for idempotent producers. Transactional ones are told that
/// there is no coordinator for them.
final class InitProducerIdHandler
    implements ApiHandler<InitProducerIdRequest, InitProducerIdResponse> {

  private final BrokerContext context;
  private final ProducerIds ids;

  InitProducerIdHandler(BrokerContext context) {
    this.context = context;
    this.ids = new ProducerIds(context);
  }

  @Override
  public InitProducerIdRequest read(WireReader in, short version) {
    return InitProducerIdRequest.read(in, version);
  }

  @Override
  public void handle(
      InitProducerIdRequest request, RequestContext caller, Reply<InitProducerIdResponse> reply) {
    demand(request, caller);
    if (request.transactionalId != null) {
      if (request.transactionalId.isEmpty()) {
        throw new ApiException(ErrorCode.INVALID_REQUEST, "the transactional id is empty");
      }
      throw new ApiException(
          ErrorCode.COORDINATOR_NOT_AVAILABLE, "transactions are not served by this cluster");
    }
    ids.next((id, failure) -> {
      if (failure != null) {
        reply.fail(new ApiException(failure.error(), failure.message()));
      } else {
        var response = new InitProducerIdResponse();
        response.producerId = id;
        reply.send(response);
      }
    });
  }

  /// Idempotent producers need to be allowed that, or to write to some topic (KIP-679).
  private void demand(InitProducerIdRequest request, RequestContext caller) {
    Authorizations authorizations = context.authorizations();
    if (request.transactionalId != null) {
      authorizations.demand(
          caller, AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, request.transactionalId);
    } else if (!authorizations.show(
            caller, AclOperation.IDEMPOTENT_WRITE, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME)
        && !authorizations.allowSomewhere(caller, AclOperation.WRITE, ResourceType.TOPIC)) {
      authorizations.demandOnCluster(caller, AclOperation.IDEMPOTENT_WRITE);
    }
  }

  @Override
  public InitProducerIdResponse error(
      InitProducerIdRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new InitProducerIdResponse();
    response.errorCode = error.code();
    response.producerEpoch = -1;
    return response;
  }
}
