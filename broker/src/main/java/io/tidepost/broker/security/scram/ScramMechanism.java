package io.tidepost.broker.security.scram;

import io.tidepost.broker.security.Credentials;
import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslMechanism;
import io.tidepost.broker.security.token.TokenAuthority;
import io.tidepost.metadata.image.KeptRecordKeys;
import io.tidepost.metadata.image.KeptRecords;
import io.tidepost.wire.record.DelegationTokenRecord;
import org.jspecify.annotations.Nullable;

/// SCRAM-SHA-256 and SCRAM-SHA-512 with the credentials in the metadata.
public final class ScramMechanism implements SaslMechanism, ScramAccounts {

  /// Rounds for the password that a delegation token's signature is.
  private static final int TOKEN_ITERATIONS = 4096;

  private final ScramHash hash;
  private final Credentials credentials;
  private final @Nullable TokenAuthority tokens;

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

  @Override
  public ScramHash hash() {
    return hash;
  }

  @Override
  public SaslConversation begin() {
    return new ScramConversation(this);
  }

  @Override
  public boolean takesTokens() {
    return tokens != null;
  }

  @Override
  public Login login(String name, boolean asToken) {
    return asToken ? tokenLogin(name) : passwordLogin(name);
  }

  private Login passwordLogin(String name) {
    // Both are looked up each time: that the user exists saves nothing.
    Login nobody = nobody(name);
    ScramCredential credential = credentials.find(name, hash);
    return credential == null ? nobody : new Login(true, name, credential, false, null);
  }

  private Login tokenLogin(String tokenId) {
    TokenAuthority authority = tokens;
    DelegationTokenRecord token = authority == null ? null : authority.valid(tokenId);
    if (authority == null || token == null) {
      return nobody(tokenId);
    }
    ScramCredential credential =
        ScramCredential.of(hash, authority.password(tokenId), TOKEN_ITERATIONS);
    String owner = token.owner.substring(token.owner.indexOf(':') + 1);
    return new Login(true, owner, credential, true, token.expirationTimestamp);
  }

  private Login nobody(String name) {
    ScramCredential made = credentials.decoys().of(hash, name, credentials.kept());
    return new Login(false, name, made, false, null);
  }

  @Override
  public boolean isStillThere(Login login) {
    return login.byToken() || credentials.has(key(login.user()));
  }

  @Override
  public KeptRecords.Key key(String user) {
    return KeptRecordKeys.scramCredential(user, hash.number());
  }
}
