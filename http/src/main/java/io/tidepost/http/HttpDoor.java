package io.tidepost.http;

import org.jspecify.annotations.Nullable;

/// What stands before everything that is served at some addresses.
///
/// @param callers who may ask
/// @param tls encrypts the addresses with `https`; `null` when there are none
public record HttpDoor(Callers callers, @Nullable HttpTls tls) {

  /// Everybody may ask, nothing is encrypted.
  public static final HttpDoor OPEN = new HttpDoor(Callers.ANYBODY, null);
}
