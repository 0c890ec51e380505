package io.tidepost.broker.security.scram;

import io.tidepost.metadata.image.KeptRecords;
import org.jspecify.annotations.Nullable;

/// Whom SCRAM can let in, and by what. Any thread.
public interface ScramAccounts {

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

  /// The hash function of all of them.
  ScramHash hash();

  /// Whether delegation tokens are taken.
  boolean takesTokens();

  /// The account of this name; one that is made up when there is none.
  ///
  /// @param asToken whether the name is that of a delegation token
  Login login(String name, boolean asToken);

  /// Whether the credential of a login is still there; tokens last as long as they were to.
  boolean isStillThere(Login login);

  /// What a client that came in by this account can be shut out by.
  KeptRecords.@Nullable Key key(String user);
}
