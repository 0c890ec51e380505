package io.tidepost.broker.security.plain;

import io.tidepost.broker.security.Credentials;
import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslMechanism;
import io.tidepost.broker.security.scram.Decoys;
import io.tidepost.broker.security.scram.ScramCredential;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.metadata.image.KeptRecordKeys;
import io.tidepost.metadata.image.KeptRecords;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// PLAIN. A password is right when the listener's login module says so (`user_NAME="password"`), or
/// when the user has a SCRAM credential that it fits: clients that know no SCRAM can use the same
/// users. A wrong password takes the time of one hash, whoever it was for.
public final class PlainMechanism implements SaslMechanism {

  private static final String USER = "user_";

  private final Map<String, String> passwords;
  private final Credentials credentials;

  /// What came of a password.
  ///
  /// @param right whether it was right
  /// @param exists whether there is such a user
  /// @param credential in the metadata that it fits, if it is one of those
  record Verdict(boolean right, boolean exists, KeptRecords.@Nullable Key credential) {}

  /// @param settings of the login module
  public PlainMechanism(Map<String, String> settings, Credentials credentials) {
    Map<String, String> users = new HashMap<>();
    settings.forEach((name, value) -> {
      if (name.startsWith(USER)) {
        users.put(name.substring(USER.length()), value);
      }
    });
    this.passwords = Map.copyOf(users);
    this.credentials = credentials;
  }

  @Override
  public String name() {
    return "PLAIN";
  }

  @Override
  public SaslConversation begin() {
    return new PlainConversation(this);
  }

  /// Whether it takes no hash to know that this is right; what is wrong is known by a hash only.
  boolean isRightAtOnce(String user, String password) {
    String expected = passwords.get(user);
    return expected != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
  }

  Verdict check(String user, String password) {
    if (isRightAtOnce(user, password)) {
      return new Verdict(true, true, null);
    }
    // What nobody has is made up each time, so that who exists costs no less than who does not.
    Decoys.Made nobody = credentials.decoys().any(user, credentials.kept());
    if (!passwords.containsKey(user)) {
      for (ScramHash hash : ScramHash.values()) {
        ScramCredential credential = credentials.find(user, hash);
        if (credential != null) {
          boolean right = fits(hash, credential, password);
          return new Verdict(right, true, KeptRecordKeys.scramCredential(user, hash.number()));
        }
      }
    }
    boolean right = fits(nobody.hash(), nobody.credential(), password);
    return new Verdict(right, passwords.containsKey(user), null);
  }

  /// Whether what a client was let in by is still there.
  boolean isStillThere(KeptRecords.@Nullable Key credential) {
    return credential == null || credentials.has(credential);
  }

  private static boolean fits(ScramHash hash, ScramCredential credential, String password) {
    byte[] salted = hash.salted(password, credential.salt(), credential.iterations());
    return MessageDigest.isEqual(hash.storedKey(salted), credential.storedKey());
  }
}
