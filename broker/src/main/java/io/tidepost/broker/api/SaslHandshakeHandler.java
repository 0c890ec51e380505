package io.tidepost.broker.api;

import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.SaslHandshakeRequest;
import io.tidepost.wire.message.SaslHandshakeResponse;
import org.jspecify.annotations.Nullable;

/// SaslHandshake 0-1 where nobody expects it: on a listener without SASL, or too soon after the
/// last one. Where it belongs, the listener's gate serves it.
final class SaslHandshakeHandler
    implements ApiHandler<SaslHandshakeRequest, SaslHandshakeResponse> {

  @Override
  public SaslHandshakeRequest read(WireReader in, short version) {
    return SaslHandshakeRequest.read(in, version);
  }

  @Override
  public void handle(
      SaslHandshakeRequest request, RequestContext caller, Reply<SaslHandshakeResponse> reply) {
    reply.send(error(request, caller.apiVersion(), ErrorCode.ILLEGAL_SASL_STATE, null));
  }

  @Override
  public SaslHandshakeResponse error(
      SaslHandshakeRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new SaslHandshakeResponse();
    response.errorCode = error.code();
    return response;
  }
}
