package io.tidepost.broker.api;

import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.ChangeDelegationToken;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.RenewDelegationTokenRequest;
import io.tidepost.wire.message.RenewDelegationTokenResponse;
import org.jspecify.annotations.Nullable;

/// RenewDelegationToken 1-2 (KIP-48): prolongs a token. Only its owner or one of its renewers may
/// ask.
final class RenewTokenHandler
    implements ApiHandler<RenewDelegationTokenRequest, RenewDelegationTokenResponse> {

  private final BrokerContext context;
  private final TokenRequests tokens;

  RenewTokenHandler(BrokerContext context) {
    this.context = context;
    this.tokens = TokenRequests.of(context);
  }

  @Override
  public RenewDelegationTokenRequest read(WireReader in, short version) {
    return RenewDelegationTokenRequest.read(in, version);
  }

  @Override
  public void handle(
      RenewDelegationTokenRequest request,
      RequestContext caller,
      Reply<RenewDelegationTokenResponse> reply) {
    ErrorCode refusal = TokenRequests.refusal(caller);
    if (refusal == null && tokens.authority() == null) {
      refusal = ErrorCode.DELEGATION_TOKEN_AUTH_DISABLED;
    }
    if (refusal != null) {
      reply.send(error(request, caller.apiVersion(), refusal, null));
      return;
    }
    String tokenId = tokens.find(request.hmac);
    context
        .authorizations()
        .change(caller, AclOperation.ALTER, "TOKEN", tokenId == null ? "" : tokenId);
    context
        .controller()
        .submit(
            new ChangeDelegationToken(
                tokenId,
                caller.principal(),
                ChangeDelegationToken.Kind.RENEW,
                request.renewPeriodMs,
                tokens.millis(SecurityOptions.DELEGATION_TOKEN_EXPIRY_TIME_MS),
                context.clock().wallMillis()),
            ControllerAnswers.into(
                reply,
                outcome -> {
                  var response = new RenewDelegationTokenResponse();
                  response.errorCode = Failure.code(outcome.failure());
                  response.expiryTimestampMs = outcome.expirationMillis();
                  return response;
                }));
  }

  @Override
  public RenewDelegationTokenResponse error(
      RenewDelegationTokenRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new RenewDelegationTokenResponse();
    response.errorCode = error.code();
    return response;
  }
}
