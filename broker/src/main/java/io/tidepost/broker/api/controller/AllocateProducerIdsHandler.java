package io.tidepost.broker.api.controller;

import io.tidepost.broker.api.Reply;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.controller.AllocateProducerIds;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.AllocateProducerIdsRequest;
import io.tidepost.wire.message.AllocateProducerIdsResponse;
import org.jspecify.annotations.Nullable;

/// A broker gets a block of producer ids (KIP-730).
final class AllocateProducerIdsHandler
    extends NodeApiHandler<AllocateProducerIdsRequest, AllocateProducerIdsResponse> {

  AllocateProducerIdsHandler(BrokerContext context) {
    super(context);
  }

  @Override
  public AllocateProducerIdsRequest read(WireReader in, short version) {
    return AllocateProducerIdsRequest.read(in, version);
  }

  @Override
  public void serve(AllocateProducerIdsRequest request, Reply<AllocateProducerIdsResponse> reply) {
    context
        .controller()
        .submitHere(
            new AllocateProducerIds(request.brokerId, request.brokerEpoch),
            (outcome, failure) -> reply.send(response(outcome, failure)));
  }

  private static AllocateProducerIdsResponse response(
      AllocateProducerIds.@Nullable Outcome outcome, @Nullable Failure failure) {
    var response = new AllocateProducerIdsResponse();
    Failure why = outcome == null ? failure : outcome.failure();
    if (why != null || outcome == null) {
      response.errorCode = (why == null ? ErrorCode.UNKNOWN_SERVER_ERROR : why.error()).code();
      return response;
    }
    response.producerIdStart = outcome.first();
    response.producerIdLen = outcome.count();
    return response;
  }

  @Override
  public AllocateProducerIdsResponse error(
      AllocateProducerIdsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new AllocateProducerIdsResponse();
    response.errorCode = error.code();
    return response;
  }
}
