package io.tidepost.broker.net;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/// Who a client is.
///
/// @param principal type and name, such as `User:alice`
/// @param tokenAuthenticated whether that was by a delegation token (KIP-48)
/// @param custom what an operator's own class made of the client, for an authorizer of the
///   operator's own; `null` when there is no such class
public record Identity(String principal, boolean tokenAuthenticated, @Nullable Principal custom) {

  /// Whom a client is taken for that does not say who it is.
  public static final Identity ANONYMOUS = of("User:ANONYMOUS");

  /// An identity that says nothing but the principal.
  public static Identity of(String principal) {
    return new Identity(principal, false, null);
  }
}
