package io.tidepost.broker.security.visitor;

import io.tidepost.broker.net.Identity;
import io.tidepost.metadata.image.KeptRecords;
import org.jspecify.annotations.Nullable;

/// Somebody who came by another way than Kafka's protocol and was believed.
///
/// @param identity who they are
/// @param credential in the metadata that let them in, `null` when it was another kind
/// @param proof what they showed, to show it to other nodes
public record Visitor(
    Identity identity, KeptRecords.@Nullable Key credential, @Nullable Proof proof) {

  /// Somebody who does not say who they are.
  public static final Visitor ANONYMOUS = new Visitor(Identity.ANONYMOUS, null, null);

  /// Somebody whom TLS knows by a certificate.
  public static Visitor byCertificate(String user) {
    return new Visitor(Identity.of("User:" + user), null, null);
  }

  /// What somebody showed.
  public sealed interface Proof {

    /// A name and its password.
    record Password(String user, String password) implements Proof {

      /// Hides the password.
      @Override
      public String toString() {
        return "Password[hidden]";
      }
    }

    /// A token of OAUTHBEARER.
    record Token(String token) implements Proof {

      /// Hides the token.
      @Override
      public String toString() {
        return "Token[hidden]";
      }
    }
  }
}
