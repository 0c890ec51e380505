package io.tidepost.http;

import org.jspecify.annotations.Nullable;

/// Who asks.
///
/// @param principal such as `User:alice`
/// @param host address they ask from
/// @param person what the platform knows of them, for whoever gave it; `null` for those who did not
///   say who they are
public record Caller(String principal, String host, @Nullable Object person) {

  /// Who did not say who they are.
  public static final String ANONYMOUS = "User:ANONYMOUS";

  /// Somebody who did not say who they are.
  public static Caller anonymous(String host) {
    return new Caller(ANONYMOUS, host, null);
  }
}
