package io.tidepost.broker.security.outgoing;

import io.tidepost.broker.net.client.ClientSecurity.Authentication;
import io.tidepost.broker.security.scram.ScramHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A name and a password that a node says to others, by PLAIN or SCRAM. Any thread.
final class PasswordLogin {

  /// What hashing a password with this salt came to: it takes milliseconds, and is the same each
  /// time.
  private record Salted(byte[] salt, int iterations, byte[] password) {}

  private final String mechanism;
  private final @Nullable ScramHash hash;
  private final String user;
  private final String password;
  private volatile @Nullable Salted salted;

  /// @param hash of SCRAM, `null` for PLAIN
  PasswordLogin(String mechanism, @Nullable ScramHash hash, String user, String password) {
    this.mechanism = mechanism;
    this.hash = hash;
    this.user = user;
    this.password = password;
  }

  Authentication begin() {
    ScramHash scram = hash;
    return scram == null ? new Plain() : new ScramClient(mechanism, scram, user, this::salted);
  }

  private byte[] salted(ScramHash scram, byte[] salt, int iterations) {
    Salted known = salted;
    if (known == null || known.iterations != iterations || !Arrays.equals(known.salt, salt)) {
      known = new Salted(salt, iterations, scram.salted(password, salt, iterations));
      salted = known;
    }
    return known.password;
  }

  /// One message (RFC 4616).
  private final class Plain implements Authentication {
    private boolean said;

    @Override
    public String mechanism() {
      return mechanism;
    }

    @Override
    public byte @Nullable [] respond(byte[] challenge) throws IOException {
      if (said) {
        return null;
      }
      said = true;
      return ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
    }
  }
}
