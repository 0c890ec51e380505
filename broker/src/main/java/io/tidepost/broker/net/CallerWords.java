package io.tidepost.broker.net;

/// Who called, and what, in words for the log.
///
/// @param api name of the API
/// @param version in which the request was encoded
/// @param clientId what the client calls itself, empty for nothing
/// @param principal whom it is authenticated as
/// @param connection `local-remote-number`
/// @param listener the client came in by
public record CallerWords(
    String api,
    int version,
    String clientId,
    String principal,
    String connection,
    String listener) {

  /// Nothing is known.
  public static final CallerWords UNKNOWN = new CallerWords("?", -1, "", "?", "?", "?");
}
