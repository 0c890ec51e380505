package io.tidepost.broker.security.inside;

import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Identity;
import io.tidepost.broker.security.PrincipalBuilder;
import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslMechanism;
import io.tidepost.broker.security.scram.ScramAccounts;
import io.tidepost.broker.security.scram.ScramConversation;
import io.tidepost.broker.security.scram.ScramCredential;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.broker.security.scram.SecureBytes;
import io.tidepost.metadata.image.KeptRecords;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// The passes that are out, and the only mechanism of the inside listener. A pass is a random name
/// and a random secret of 256 bits, made in this process for one purpose; SCRAM shows that a client
/// knows the secret without sending it, so that it never leaves the process. Names and passwords of
/// users are no passes. Any thread.
public final class Passes implements SaslMechanism, ScramAccounts {

  static final ScramHash HASH = ScramHash.SHA_256;

  private static final int NAME_BYTES = 18;
  private static final int SECRET_BYTES = 32;

  /// The least that Kafka's clients take; the secrets cannot be guessed however few there are.
  private static final int ITERATIONS = 4096;

  private record Holder(
      Identity identity, KeptRecords.@Nullable Key credential, ScramCredential proof) {}

  private final Map<String, Holder> holders = new ConcurrentHashMap<>();
  private final Predicate<KeptRecords.Key> isThere;

  /// What passwords are compared with that belong to no pass.
  private final ScramCredential nobody = ScramCredential.of(HASH, secret(), ITERATIONS);

  /// @param isThere whether a user's credential is still in the metadata
  public Passes(Predicate<KeptRecords.Key> isThere) {
    this.isThere = isThere;
  }

  /// Makes a pass. Takes milliseconds.
  ///
  /// @param identity for whom its clients act
  /// @param credential that they proved this with: with it the pass ends; `null` when there is none
  public Pass issue(Identity identity, KeptRecords.@Nullable Key credential) {
    String id = text(NAME_BYTES);
    String secret = secret();
    holders.put(id, new Holder(identity, credential, ScramCredential.of(HASH, secret, ITERATIONS)));
    return new Pass(this, id, secret);
  }

  void forget(String id) {
    holders.remove(id);
  }

  private static String secret() {
    return text(SECRET_BYTES);
  }

  private static String text(int bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(SecureBytes.next(bytes));
  }

  @Override
  public String name() {
    return HASH.mechanism();
  }

  @Override
  public SaslConversation begin() {
    return new ScramConversation(this);
  }

  @Override
  public ScramHash hash() {
    return HASH;
  }

  @Override
  public boolean takesTokens() {
    return false;
  }

  @Override
  public Login login(String name, boolean asToken) {
    Holder holder = asToken ? null : holders.get(name);
    return holder == null
        ? new Login(false, name, nobody, false, null)
        : new Login(true, name, holder.proof(), false, null);
  }

  @Override
  public boolean isStillThere(Login login) {
    Holder holder = holders.get(login.user());
    KeptRecords.Key credential = holder == null ? null : holder.credential();
    return holder != null && (credential == null || isThere.test(credential));
  }

  @Override
  public KeptRecords.@Nullable Key key(String user) {
    Holder holder = holders.get(user);
    return holder == null ? null : holder.credential();
  }

  /// Makes of a pass the identity that it was issued for.
  PrincipalBuilder identities() {
    return new PrincipalBuilder() {
      @Override
      public Identity plaintext(ConnectionInfo connection) {
        throw new IllegalStateException("nobody comes in without a pass");
      }

      @Override
      public Identity tls(ConnectionInfo connection, SSLSession session) {
        throw new IllegalStateException("nobody comes in without a pass");
      }

      @Override
      public Identity sasl(
          ConnectionInfo connection, SaslConversation conversation, String mechanism) {
        Holder holder = holders.get(conversation.user());
        if (holder == null) {
          throw new IllegalStateException("the pass was given back");
        }
        return holder.identity();
      }

      @Override
      public byte[] serialize(Identity identity) {
        throw new IllegalStateException("passes are good on this node only");
      }

      @Override
      public Identity deserialize(byte @Nullable [] bytes) {
        throw new IllegalStateException("passes are good on this node only");
      }

      @Override
      public void close() {
        // holds nothing
      }
    };
  }

  @Override
  public void close() {
    holders.clear();
  }
}
