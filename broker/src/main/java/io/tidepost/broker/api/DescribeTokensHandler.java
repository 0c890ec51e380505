package io.tidepost.broker.api;

import io.tidepost.broker.security.token.TokenAuthority;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeDelegationTokenRequest;
import io.tidepost.wire.message.DescribeDelegationTokenResponse;
import io.tidepost.wire.message.DescribeDelegationTokenResponse.DescribedDelegationToken;
import io.tidepost.wire.message.DescribeDelegationTokenResponse.DescribedDelegationTokenRenewer;
import io.tidepost.wire.record.DelegationTokenRecord;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DescribeDelegationToken 1-3 (KIP-48): the tokens that the caller owns or may prolong, and those
/// that it may describe.
final class DescribeTokensHandler
    implements ApiHandler<DescribeDelegationTokenRequest, DescribeDelegationTokenResponse> {

  private static final short FIRST_WITH_REQUESTER = 3;

  private final BrokerContext context;
  private final TokenRequests tokens;

  DescribeTokensHandler(BrokerContext context) {
    this.context = context;
    this.tokens = TokenRequests.of(context);
  }

  @Override
  public DescribeDelegationTokenRequest read(WireReader in, short version) {
    return DescribeDelegationTokenRequest.read(in, version);
  }

  @Override
  public void handle(
      DescribeDelegationTokenRequest request,
      RequestContext caller,
      Reply<DescribeDelegationTokenResponse> reply) {
    ErrorCode refusal = TokenRequests.refusal(caller);
    TokenAuthority authority = tokens.authority();
    if (refusal != null || authority == null) {
      ErrorCode error = refusal == null ? ErrorCode.DELEGATION_TOKEN_AUTH_DISABLED : refusal;
      reply.send(error(request, caller.apiVersion(), error, null));
      return;
    }
    List<String> owners = owners(request);
    var response = new DescribeDelegationTokenResponse();
    for (DelegationTokenRecord token : tokens.all()) {
      if (isAskedFor(token, owners) && mayDescribe(caller, token)) {
        response.tokens.add(described(token, authority, caller.apiVersion()));
      }
    }
    reply.send(response);
  }

  /// `null` stands for everybody.
  private static @Nullable List<String> owners(DescribeDelegationTokenRequest request) {
    var asked = request.owners;
    return asked == null
        ? null
        : asked.stream()
            .map(each -> TokenRequests.principal(each.principalType, each.principalName))
            .toList();
  }

  private static boolean isAskedFor(DelegationTokenRecord token, @Nullable List<String> owners) {
    return owners == null || owners.stream().anyMatch(owner -> belongs(token, owner));
  }

  private static boolean belongs(DelegationTokenRecord token, String principal) {
    return token.owner.equals(principal) || token.renewers.contains(principal);
  }

  private boolean mayDescribe(RequestContext caller, DelegationTokenRecord token) {
    var authorizations = context.authorizations();
    return belongs(token, caller.principal())
        || authorizations.show(
            caller, AclOperation.DESCRIBE, ResourceType.DELEGATION_TOKEN, token.tokenId)
        || authorizations.show(
            caller, AclOperation.DESCRIBE_TOKENS, ResourceType.USER, token.owner);
  }

  private static DescribedDelegationToken described(
      DelegationTokenRecord token, TokenAuthority authority, short version) {
    var described = new DescribedDelegationToken();
    described.principalType = TokenRequests.type(token.owner);
    described.principalName = TokenRequests.name(token.owner);
    if (version >= FIRST_WITH_REQUESTER) {
      described.tokenRequesterPrincipalType = TokenRequests.type(token.requester);
      described.tokenRequesterPrincipalName = TokenRequests.name(token.requester);
    }
    described.issueTimestamp = token.issueTimestamp;
    described.expiryTimestamp = token.expirationTimestamp;
    described.maxTimestamp = token.maxTimestamp;
    described.tokenId = token.tokenId;
    described.hmac = ByteBuffer.wrap(authority.hmac(token.tokenId));
    for (String principal : token.renewers) {
      var renewer = new DescribedDelegationTokenRenewer();
      renewer.principalType = TokenRequests.type(principal);
      renewer.principalName = TokenRequests.name(principal);
      described.renewers.add(renewer);
    }
    return described;
  }

  @Override
  public DescribeDelegationTokenResponse error(
      DescribeDelegationTokenRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new DescribeDelegationTokenResponse();
    response.errorCode = error.code();
    return response;
  }
}
