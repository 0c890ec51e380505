package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.security.scram.SecureBytes;
import io.tidepost.broker.security.token.TokenAuthority;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.controller.CreateDelegationToken;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.CreateDelegationTokenRequest;
import io.tidepost.wire.message.CreateDelegationTokenResponse;
import io.tidepost.wire.record.DelegationTokenRecord;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CreateDelegationToken 1-3 (KIP-48, KIP-373): a token for the caller, or for somebody for whom
/// the caller may make tokens.
final class CreateTokenHandler
    implements ApiHandler<CreateDelegationTokenRequest, CreateDelegationTokenResponse> {

  private static final short FIRST_WITH_REQUESTER = 3;

  private final BrokerContext context;
  private final TokenRequests tokens;

  CreateTokenHandler(BrokerContext context) {
    this.context = context;
    this.tokens = TokenRequests.of(context);
  }

  @Override
  public CreateDelegationTokenRequest read(WireReader in, short version) {
    return CreateDelegationTokenRequest.read(in, version);
  }

  @Override
  public void handle(
      CreateDelegationTokenRequest request,
      RequestContext caller,
      Reply<CreateDelegationTokenResponse> reply) {
    String owner = owner(request, caller);
    TokenAuthority authority = tokens.authority();
    ErrorCode refusal = refusal(request, caller, owner, authority);
    if (refusal != null || authority == null) {
      reply.send(
          response(caller, owner, refusal == null ? ErrorCode.UNKNOWN_SERVER_ERROR : refusal));
      return;
    }
    context.authorizations().change(caller, AclOperation.CREATE_TOKENS, "TOKEN_OWNER", owner);
    List<String> renewers =
        request.renewers.stream()
            .map(each -> TokenRequests.principal(each.principalType, each.principalName))
            .toList();
    context
        .controller()
        .submit(
            new CreateDelegationToken(
                newId(),
                owner,
                caller.principal(),
                renewers,
                request.maxLifetimeMs,
                tokens.millis(SecurityOptions.DELEGATION_TOKEN_MAX_LIFETIME_MS),
                tokens.millis(SecurityOptions.DELEGATION_TOKEN_EXPIRY_TIME_MS),
                context.clock().wallMillis()),
            ControllerAnswers.into(reply, outcome -> made(caller, owner, outcome, authority)));
  }

  private static String owner(CreateDelegationTokenRequest request, RequestContext caller) {
    String name = request.ownerPrincipalName;
    String type = request.ownerPrincipalType;
    return name == null || name.isEmpty()
        ? caller.principal()
        : TokenRequests.principal(type == null ? "" : type, name);
  }

  private @Nullable ErrorCode refusal(
      CreateDelegationTokenRequest request,
      RequestContext caller,
      String owner,
      @Nullable TokenAuthority authority) {
    ErrorCode refusal = TokenRequests.refusal(caller);
    if (refusal != null) {
      return refusal;
    }
    boolean allowed =
        owner.equals(caller.principal())
            || context
                .authorizations()
                .allow(caller, AclOperation.CREATE_TOKENS, ResourceType.USER, owner);
    if (!allowed) {
      return ErrorCode.DELEGATION_TOKEN_AUTHORIZATION_FAILED;
    }
    if (request.renewers.stream().anyMatch(each -> !TokenRequests.isUser(each.principalType))) {
      return ErrorCode.INVALID_PRINCIPAL_TYPE;
    }
    return authority == null ? ErrorCode.DELEGATION_TOKEN_AUTH_DISABLED : null;
  }

  private static String newId() {
    ByteBuffer bytes = ByteBuffer.wrap(SecureBytes.next(2 * Long.BYTES));
    return new Uuid(bytes.getLong(), bytes.getLong()).toString();
  }

  private static CreateDelegationTokenResponse made(
      RequestContext caller,
      String owner,
      CreateDelegationToken.Outcome outcome,
      TokenAuthority authority) {
    Failure failure = outcome.failure();
    DelegationTokenRecord token = outcome.token();
    var response = response(caller, owner, failure == null ? ErrorCode.NONE : failure.error());
    if (token != null) {
      response.tokenId = token.tokenId;
      response.issueTimestampMs = token.issueTimestamp;
      response.expiryTimestampMs = token.expirationTimestamp;
      response.maxTimestampMs = token.maxTimestamp;
      response.hmac = ByteBuffer.wrap(authority.hmac(token.tokenId));
    }
    return response;
  }

  private static CreateDelegationTokenResponse response(
      RequestContext caller, String owner, ErrorCode error) {
    var response = new CreateDelegationTokenResponse();
    response.errorCode = error.code();
    response.principalType = TokenRequests.type(owner);
    response.principalName = TokenRequests.name(owner);
    if (caller.apiVersion() >= FIRST_WITH_REQUESTER) {
      response.tokenRequesterPrincipalType = TokenRequests.type(caller.principal());
      response.tokenRequesterPrincipalName = TokenRequests.name(caller.principal());
    }
    return response;
  }

  @Override
  public CreateDelegationTokenResponse error(
      CreateDelegationTokenRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new CreateDelegationTokenResponse();
    response.errorCode = error.code();
    return response;
  }
}
