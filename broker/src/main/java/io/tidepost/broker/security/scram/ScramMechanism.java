package io.tidepost.broker.security.scram;

import io.tidepost.broker.security.Credentials;
import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslMechanism;
import io.tidepost.broker.security.token.TokenAuthority;
import io.tidepost.wire.record.DelegationTokenRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// SCRAM-SHA-256 and SCRAM-SHA-512 with the credentials in the metadata.
public final class ScramMechanism implements SaslMechanism {

  /// Rounds that a user who does not exist seems to have: what most have.
  static final int ITERATIONS = 4096;

  private static final int SALT_BYTES = 20;

  /// Salts of users who do not exist are the same each time they are asked for, like anybody's.
  private static final byte[] SALTS_KEY = SecureBytes.next(SALT_BYTES);

  private final ScramHash hash;
  private final Credentials credentials;
  private final @Nullable TokenAuthority tokens;

  /// Who wants in.
  ///
  /// @param exists `false` when everything else is made up
  /// @param user the user's name
  /// @param expiresAtMillis end of a token
  record Login(
      boolean exists,
      String user,
      ScramCredential credential,
      boolean byToken,
      @Nullable Long expiresAtMillis) {}

  /// @param tokens `null` when nobody can log in with a delegation token
  public ScramMechanism(ScramHash hash, Credentials credentials, @Nullable TokenAuthority tokens) {
    this.hash = hash;
    this.credentials = credentials;
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return hash.mechanism();
  }

  ScramHash hash() {
    return hash;
  }

  @Override
  public SaslConversation begin() {
    return new ScramConversation(this);
  }

  boolean takesTokens() {
    return tokens != null;
  }

  Login login(String name, boolean asToken) {
    return asToken ? tokenLogin(name) : passwordLogin(name);
  }

  private Login passwordLogin(String name) {
    ScramCredential credential = credentials.find(name, hash);
    return credential == null ? nobody(name) : new Login(true, name, credential, false, null);
  }

  private Login tokenLogin(String tokenId) {
    TokenAuthority authority = tokens;
    DelegationTokenRecord token = authority == null ? null : authority.valid(tokenId);
    if (authority == null || token == null) {
      return nobody(tokenId);
    }
    ScramCredential credential = ScramCredential.of(hash, authority.password(tokenId), ITERATIONS);
    String owner = token.owner.substring(token.owner.indexOf(':') + 1);
    return new Login(true, owner, credential, true, token.expirationTimestamp);
  }

  private Login nobody(String name) {
    return new Login(false, name, madeUp(hash, name), false, null);
  }

  /// What a user who does not exist has.
  public static ScramCredential madeUp(ScramHash hash, String user) {
    byte[] salt = hash.hmac(SALTS_KEY, user.getBytes(StandardCharsets.UTF_8));
    byte[] key = SecureBytes.next(hash.bytes());
    return new ScramCredential(Arrays.copyOf(salt, SALT_BYTES), key, key, ITERATIONS);
  }
}
