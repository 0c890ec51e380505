package io.tidepost.broker.security.scram;

import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslFailure;
import io.tidepost.metadata.image.KeptRecords;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The server's side of SCRAM (RFC 5802). A user that does not exist gets salt and rounds like
/// anybody else and fails at the proof, as with a wrong password: nothing tells the two apart.
public final class ScramConversation implements SaslConversation {

  private static final int NONCE_BYTES = 18;

  private enum State {
    FIRST,
    FINAL,
    COMPLETE,
    FAILED
  }

  private final ScramAccounts accounts;
  private State state = State.FIRST;
  private ScramMessages.@Nullable First first;
  private ScramAccounts.@Nullable Login login;
  private String serverFirst = "";
  private String nonce = "";

  /// @param accounts that clients can come in by
  public ScramConversation(ScramAccounts accounts) {
    this.accounts = accounts;
  }

  /// Making a credential of a token takes as long as making one of a password.
  @Override
  public boolean isExpensive(byte[] token) {
    return state == State.FIRST
        && accounts.takesTokens()
        && new String(token, StandardCharsets.UTF_8).contains("tokenauth=true");
  }

  @Override
  public byte[] step(byte[] token) throws SaslFailure {
    State now = state;
    state = State.FAILED;
    String text = new String(token, StandardCharsets.UTF_8);
    return switch (now) {
      case FIRST -> first(text);
      case FINAL -> last(text);
      case COMPLETE, FAILED -> throw SaslFailure.hidden("a SCRAM message behind the last one");
    };
  }

  private byte[] first(String text) throws SaslFailure {
    ScramMessages.First message = ScramMessages.first(text);
    String authorizationId = message.authorizationId();
    if (authorizationId != null && !authorizationId.equals(message.user())) {
      throw SaslFailure.told(
          "Authentication failed: Client requested an authorization id that is different from"
              + " username");
    }
    ScramAccounts.Login found = accounts.login(message.user(), message.asksForToken());
    first = message;
    login = found;
    nonce = message.nonce() + Base64.getEncoder().encodeToString(SecureBytes.next(NONCE_BYTES));
    serverFirst =
        "r=%s,s=%s,i=%d"
            .formatted(
                nonce,
                Base64.getEncoder().encodeToString(found.credential().salt()),
                found.credential().iterations());
    state = State.FINAL;
    return serverFirst.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] last(String text) throws SaslFailure {
    ScramMessages.Final message = ScramMessages.last(text);
    ScramMessages.First began = known(first);
    ScramAccounts.Login found = known(login);
    ScramHash hash = accounts.hash();
    byte[] header = began.header().getBytes(StandardCharsets.UTF_8);
    // librdkafka before 2.8 puts its own nonce in front once more; Kafka lets it.
    if (!Arrays.equals(header, message.header()) || !message.nonce().endsWith(nonce)) {
      throw SaslFailure.hidden("the final SCRAM message does not belong to the first one");
    }
    byte[] exchanged =
        (began.bare() + "," + serverFirst + "," + message.withoutProof())
            .getBytes(StandardCharsets.UTF_8);
    byte[] storedKey = found.credential().storedKey();
    byte[] signature = hash.hmac(storedKey, exchanged);
    boolean proven =
        message.proof().length == signature.length
            && MessageDigest.isEqual(hash.hash(xor(message.proof(), signature)), storedKey);
    if (!proven || !found.exists()) {
      throw SaslFailure.hidden("invalid credentials");
    }
    state = State.COMPLETE;
    byte[] proof = hash.hmac(found.credential().serverKey(), exchanged);
    return ("v=" + Base64.getEncoder().encodeToString(proof)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] result = one.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] ^= other[i];
    }
    return result;
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the final message came before the first one");
    }
    return value;
  }

  @Override
  public boolean isComplete() {
    return state == State.COMPLETE;
  }

  @Override
  public String user() {
    return known(login).user();
  }

  @Override
  public @Nullable String claimedUser() {
    ScramAccounts.Login found = login;
    return found != null && found.exists() ? found.user() : null;
  }

  @Override
  public KeptRecords.@Nullable Key credential() {
    return isByToken() ? null : accounts.key(user());
  }

  @Override
  public boolean isStillValid() {
    return accounts.isStillThere(known(login));
  }

  @Override
  public boolean isByToken() {
    return known(login).byToken();
  }

  @Override
  public @Nullable Long expiresAtMillis() {
    return known(login).expiresAtMillis();
  }
}
