package io.tidepost.broker.security.scram;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The two hash functions of SCRAM with the formulas of RFC 5802. Any thread.
public enum ScramHash {
  SHA_256("SCRAM-SHA-256", "SHA-256", "HmacSHA256", (byte) 1, 32),
  SHA_512("SCRAM-SHA-512", "SHA-512", "HmacSHA512", (byte) 2, 64);

  private final String mechanism;
  private final String digest;
  private final String mac;
  private final byte number;
  private final int bytes;

  ScramHash(String mechanism, String digest, String mac, byte number, int bytes) {
    this.mechanism = mechanism;
    this.digest = digest;
    this.mac = mac;
    this.number = number;
    this.bytes = bytes;
  }

  /// The one of this mechanism, such as `SCRAM-SHA-256`; `null` when there is none.
  public static @Nullable ScramHash of(String mechanism) {
    for (ScramHash hash : values()) {
      if (hash.mechanism.equals(mechanism)) {
        return hash;
      }
    }
    return null;
  }

  /// The one with this number in requests and records; `null` when there is none.
  public static @Nullable ScramHash of(byte number) {
    return number >= 1 && number <= values().length ? values()[number - 1] : null;
  }

  /// Name of the SASL mechanism.
  public String mechanism() {
    return mechanism;
  }

  /// Number in requests and records.
  public byte number() {
    return number;
  }

  /// Size of a hash.
  public int bytes() {
    return bytes;
  }

  /// `H`.
  public byte[] hash(byte[] text) {
    try {
      return MessageDigest.getInstance(digest).digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// `HMAC`.
  public byte[] hmac(byte[] key, byte[] text) {
    return mac(key).doFinal(text);
  }

  private Mac mac(byte[] key) {
    try {
      Mac made = Mac.getInstance(mac);
      // A key of no bytes is allowed in HMAC, but not in the JDK's key class.
      made.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, mac));
      return made;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  /// `Hi`, the salted password. Takes milliseconds: that is its purpose.
  public byte[] salted(String password, byte[] salt, int iterations) {
    Mac made = mac(password.getBytes(StandardCharsets.UTF_8));
    made.update(salt);
    byte[] round = made.doFinal(new byte[] {0, 0, 0, 1});
    byte[] result = round.clone();
    for (int i = 1; i < iterations; i++) {
      round = made.doFinal(round);
      for (int j = 0; j < result.length; j++) {
        result[j] ^= round[j];
      }
    }
    return result;
  }

  /// The key by which a client shows that it knows the password.
  public byte[] clientKey(byte[] saltedPassword) {
    return hmac(saltedPassword, "Client Key".getBytes(StandardCharsets.UTF_8));
  }

  /// The key that clients are checked with.
  public byte[] storedKey(byte[] saltedPassword) {
    return hash(clientKey(saltedPassword));
  }

  /// The key with which the server shows that it knows the user, too.
  public byte[] serverKey(byte[] saltedPassword) {
    return hmac(saltedPassword, "Server Key".getBytes(StandardCharsets.UTF_8));
  }
}
