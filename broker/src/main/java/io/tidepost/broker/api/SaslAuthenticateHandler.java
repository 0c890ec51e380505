package io.tidepost.broker.api;

import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.SaslAuthenticateRequest;
import io.tidepost.wire.message.SaslAuthenticateResponse;
import org.jspecify.annotations.Nullable;

/// SaslAuthenticate 0-2 where nobody expects it: without a SaslHandshake before it.
final class SaslAuthenticateHandler
    implements ApiHandler<SaslAuthenticateRequest, SaslAuthenticateResponse> {

  @Override
  public SaslAuthenticateRequest read(WireReader in, short version) {
    return SaslAuthenticateRequest.read(in, version);
  }

  @Override
  public void handle(
      SaslAuthenticateRequest request,
      RequestContext caller,
      Reply<SaslAuthenticateResponse> reply) {
    reply.send(
        error(
            request,
            caller.apiVersion(),
            ErrorCode.ILLEGAL_SASL_STATE,
            "SaslAuthenticate request received after successful authentication"));
  }

  @Override
  public SaslAuthenticateResponse error(
      SaslAuthenticateRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new SaslAuthenticateResponse();
    response.errorCode = error.code();
    response.errorMessage = message;
    return response;
  }
}
