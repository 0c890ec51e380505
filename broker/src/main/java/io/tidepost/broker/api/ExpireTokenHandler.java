package io.tidepost.broker.api;

import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.ChangeDelegationToken;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ExpireDelegationTokenRequest;
import io.tidepost.wire.message.ExpireDelegationTokenResponse;
import org.jspecify.annotations.Nullable;

/// ExpireDelegationToken 1-2 (KIP-48): lets a token end sooner, or at once. Only its owner or one
/// of its renewers may ask.
final class ExpireTokenHandler
    implements ApiHandler<ExpireDelegationTokenRequest, ExpireDelegationTokenResponse> {

  private final BrokerContext context;
  private final TokenRequests tokens;

  ExpireTokenHandler(BrokerContext context) {
    this.context = context;
    this.tokens = TokenRequests.of(context);
  }

  @Override
  public ExpireDelegationTokenRequest read(WireReader in, short version) {
    return ExpireDelegationTokenRequest.read(in, version);
  }

  @Override
  public void handle(
      ExpireDelegationTokenRequest request,
      RequestContext caller,
      Reply<ExpireDelegationTokenResponse> reply) {
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
        .change(caller, AclOperation.DELETE, "TOKEN", tokenId == null ? "" : tokenId);
    context
        .controller()
        .submit(
            new ChangeDelegationToken(
                tokenId,
                caller.principal(),
                ChangeDelegationToken.Kind.EXPIRE,
                request.expiryTimePeriodMs,
                tokens.millis(SecurityOptions.DELEGATION_TOKEN_EXPIRY_TIME_MS),
                context.clock().wallMillis()),
            ControllerAnswers.into(
                reply,
                outcome -> {
                  var response = new ExpireDelegationTokenResponse();
                  response.errorCode = Failure.code(outcome.failure());
                  response.expiryTimestampMs = outcome.expirationMillis();
                  return response;
                }));
  }

  @Override
  public ExpireDelegationTokenResponse error(
      ExpireDelegationTokenRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new ExpireDelegationTokenResponse();
    response.errorCode = error.code();
    return response;
  }
}
