package io.tidepost.broker.api;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.Secret;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.security.Credentials;
import io.tidepost.broker.security.token.TokenAuthority;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.DelegationTokenRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the APIs of delegation tokens have in common.
///
/// @param context the broker
/// @param authority signs tokens, `null` while `delegation.token.secret.key` is not set
record TokenRequests(BrokerContext context, @Nullable TokenAuthority authority) {

  private static final String USER = "User";

  static TokenRequests of(BrokerContext context) {
    Secret secret = context.options().startup().find(SecurityOptions.DELEGATION_TOKEN_SECRET_KEY);
    Credentials credentials = new Credentials();
    credentials.follow(context::image);
    return new TokenRequests(
        context, secret == null ? null : new TokenAuthority(secret, credentials, context.clock()));
  }

  /// Why the caller may not ask about tokens at all, `null` when it may: it must have said who it
  /// is, and not by a token.
  static @Nullable ErrorCode refusal(RequestContext caller) {
    boolean known =
        !caller.securityProtocol().equals("PLAINTEXT")
            && !(caller.securityProtocol().equals("SSL")
                && caller.principal().equals(ConnectionInfo.ANONYMOUS));
    return known && !caller.tokenAuthenticated()
        ? null
        : ErrorCode.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED;
  }

  static String principal(String type, String name) {
    return type + ":" + name;
  }

  static String type(String principal) {
    return principal.substring(0, Math.max(0, principal.indexOf(':')));
  }

  static String name(String principal) {
    return principal.substring(principal.indexOf(':') + 1);
  }

  static boolean isUser(String type) {
    return type.equals(USER);
  }

  long millis(Option<Long> option) {
    return context.options().get(option);
  }

  /// All tokens, in no particular order.
  List<DelegationTokenRecord> all() {
    return context.image().kept().ofType(DelegationTokenRecord.API_KEY).stream()
        .map(DelegationTokenRecord.class::cast)
        .toList();
  }

  /// The id of the token with this signature, `null` when there is none.
  @Nullable String find(ByteBuffer hmac) {
    TokenAuthority signs = authority;
    if (signs == null) {
      return null;
    }
    byte[] wanted = new byte[hmac.remaining()];
    hmac.duplicate().get(wanted);
    for (DelegationTokenRecord token : all()) {
      if (MessageDigest.isEqual(signs.hmac(token.tokenId), wanted)) {
        return token.tokenId;
      }
    }
    return null;
  }
}
