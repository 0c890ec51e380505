package io.tidepost.quorum;

import io.tidepost.base.Uuid;

/// A voter of the metadata log.
///
/// @param id its node id
/// @param directoryId the directory its metadata log is in; a voter that comes back with another
///   one has lost what it voted for (KIP-853)
/// @param host where its controller listener is reached
/// @param port port of its controller listener
public record QuorumVoter(int id, Uuid directoryId, String host, int port) {

  /// `host:port`.
  public String address() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /// The host and the port of `host:port`.
  ///
  /// @throws IllegalArgumentException when it is something else
  public static QuorumVoter at(int id, Uuid directoryId, String address) {
    int colon = address.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("'" + address + "' is not host:port");
    }
    String host = address.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return new QuorumVoter(
        id, directoryId, host, Integer.parseInt(address.substring(colon + 1).trim()));
  }

  @Override
  public String toString() {
    return id + "@" + address();
  }
}
