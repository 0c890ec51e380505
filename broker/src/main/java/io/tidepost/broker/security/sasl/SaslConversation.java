package io.tidepost.broker.security.sasl;

import io.tidepost.metadata.image.KeptRecords;
import org.jspecify.annotations.Nullable;

/// The authentication of one client, on the server's side. One caller at a time.
public interface SaslConversation {

  /// Whether the next step blocks or takes long, so that it must not run on an event loop.
  default boolean isExpensive(byte[] token) {
    return false;
  }

  /// Takes what the client sent.
  ///
  /// @return the answer, possibly empty
  /// @throws SaslFailure when the client is not who it says it is
  byte[] step(byte[] token) throws SaslFailure;

  /// Whether the client is authenticated.
  boolean isComplete();

  /// The user's name; only once the conversation is complete.
  String user();

  /// The principal as a whole.
  default String principal() {
    return "User:" + user();
  }

  /// The name that the client claims, where such a user exists; before that is known, and for
  /// everybody else, `null`.
  default @Nullable String claimedUser() {
    return null;
  }

  /// Which of the credentials in the metadata the client knew; `null` when it was another kind.
  default KeptRecords.@Nullable Key credential() {
    return null;
  }

  /// Whether that credential is still there. Asked once the conversation is complete, on the loop
  /// of the connection.
  default boolean isStillValid() {
    return true;
  }

  /// Whether it was by a delegation token.
  default boolean isByToken() {
    return false;
  }

  /// When the credential ends, milliseconds of the wall clock; `null` when it does not.
  default @Nullable Long expiresAtMillis() {
    return null;
  }
}
