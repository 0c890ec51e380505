package io.tidepost.broker.net;

/// A connection as it was at one moment.
///
/// @param principal whom it is authenticated as
/// @param clientId what the client called itself last; empty when it did not
/// @param software name and `version` as the client says them
/// @param openMillis for how long it is open
/// @param idleMillis for how long nothing has come
/// @param requests that have come since it was opened
/// @param waiting requests without an answer yet
public record OpenConnection(
    String id,
    String listener,
    String securityProtocol,
    String address,
    String principal,
    String clientId,
    String software,
    String version,
    long openMillis,
    long idleMillis,
    long requests,
    int waiting) {

  static OpenConnection of(ConnectionInfo info, long openMillis, long idleMillis, int waiting) {
    String clientId = info.clientId();
    return new OpenConnection(
        info.id(),
        info.listener(),
        info.securityProtocol(),
        info.clientAddress().getHostAddress(),
        info.principal(),
        clientId == null ? "" : clientId,
        info.clientSoftwareName(),
        info.clientSoftwareVersion(),
        openMillis,
        idleMillis,
        info.requests(),
        waiting);
  }
}
