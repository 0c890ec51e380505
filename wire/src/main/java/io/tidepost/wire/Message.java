package io.tidepost.wire;

/// A request, a response, a header or an internal record: something that writes itself in one of
/// its versions.
public interface Message {

  /// Number of the API (requests, responses) or of the record type; -1 when it has none.
  short apiKey();

  /// Appends the message.
  ///
  /// @param out where to
  /// @param version one of the message's valid versions
  /// @throws WireException when the version is not valid, when a value that must not be dropped has
  ///   no place in it, or when something mandatory is null
  void write(WireWriter out, short version);

  /// Has a response tell the client to pause for so long, unless it says a longer time already
  /// (KIP-219). Does nothing in messages that have no field for it.
  ///
  /// @param millis 0 or more
  default void throttle(int millis) {}
}
