package io.tidepost.broker.security.token;

import io.tidepost.base.Clock;
import io.tidepost.base.option.Secret;
import io.tidepost.broker.security.Credentials;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.wire.record.DelegationTokenRecord;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Signs tokens and knows which ones are valid. Only who knows the signature of a token's id can
/// use it. Any thread.
public final class TokenAuthority {

  private final byte[] secret;
  private final Credentials credentials;
  private final Clock clock;

  /// @param secret `delegation.token.secret.key`
  public TokenAuthority(Secret secret, Credentials credentials, Clock clock) {
    this.secret = secret.reveal().getBytes(StandardCharsets.UTF_8);
    this.credentials = credentials;
    this.clock = clock;
  }

  /// The signature of a token's id.
  public byte[] hmac(String tokenId) {
    return ScramHash.SHA_512.hmac(secret, tokenId.getBytes(StandardCharsets.UTF_8));
  }

  /// The signature in the form in which clients use it as a password.
  public String password(String tokenId) {
    return Base64.getEncoder().encodeToString(hmac(tokenId));
  }

  /// A token that is valid now, `null` when there is none with this id.
  public @Nullable DelegationTokenRecord valid(String tokenId) {
    DelegationTokenRecord token = credentials.token(tokenId);
    long now = clock.wallMillis();
    return token == null || token.expirationTimestamp < now || token.maxTimestamp < now
        ? null
        : token;
  }
}
