package io.tidepost.broker.security.plain;

import io.tidepost.broker.security.Credentials;
import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslMechanism;
import io.tidepost.broker.security.scram.ScramCredential;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.broker.security.scram.ScramMechanism;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;

/// PLAIN. A password is right when the listener's login module says so (`user_NAME="password"`), or
/// when the user has a SCRAM credential that it fits: clients that know no SCRAM can use the same
/// users. Somebody unknown costs as much time as somebody known.
public final class PlainMechanism implements SaslMechanism {

  private static final String USER = "user_";

  private final Map<String, String> passwords;
  private final Credentials credentials;

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
    return new PlainConversation(this::isRight, this::isCheap);
  }

  private boolean isCheap(String user) {
    return passwords.containsKey(user);
  }

  private boolean isRight(String user, String password) {
    String expected = passwords.get(user);
    if (expected != null) {
      return MessageDigest.isEqual(
          expected.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
    }
    for (ScramHash hash : ScramHash.values()) {
      ScramCredential credential = credentials.find(user, hash);
      if (credential != null) {
        return fits(hash, credential, password);
      }
    }
    // The key of somebody made up is random: no password fits it.
    return fits(ScramHash.SHA_256, ScramMechanism.madeUp(ScramHash.SHA_256, user), password);
  }

  private static boolean fits(ScramHash hash, ScramCredential credential, String password) {
    byte[] salted = hash.salted(password, credential.salt(), credential.iterations());
    return MessageDigest.isEqual(hash.storedKey(salted), credential.storedKey());
  }
}
