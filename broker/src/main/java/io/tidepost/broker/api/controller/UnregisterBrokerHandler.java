package io.tidepost.broker.api.controller;

import io.tidepost.broker.api.ApiHandler;
import io.tidepost.broker.api.Reply;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.UnregisterBroker;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.UnregisterBrokerRequest;
import io.tidepost.wire.message.UnregisterBrokerResponse;
import org.jspecify.annotations.Nullable;

/// Forgets a broker that will not come back.
public final class UnregisterBrokerHandler
    implements ApiHandler<UnregisterBrokerRequest, UnregisterBrokerResponse> {

  private final BrokerContext context;

  public UnregisterBrokerHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public UnregisterBrokerRequest read(WireReader in, short version) {
    return UnregisterBrokerRequest.read(in, version);
  }

  @Override
  public void handle(
      UnregisterBrokerRequest request,
      RequestContext caller,
      Reply<UnregisterBrokerResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.ALTER);
    context
        .controller()
        .submitHere(
            new UnregisterBroker(request.brokerId),
            (outcome, failure) -> {
              Failure why = outcome == null ? failure : outcome.failure();
              reply.send(response(why));
            });
  }

  private static UnregisterBrokerResponse response(@Nullable Failure why) {
    var response = new UnregisterBrokerResponse();
    response.errorCode = Failure.code(why);
    response.errorMessage = why == null ? null : why.message();
    return response;
  }

  @Override
  public UnregisterBrokerResponse error(
      UnregisterBrokerRequest request, short version, ErrorCode error, @Nullable String message) {
    return response(new Failure(error, message == null ? error.message() : message));
  }
}
