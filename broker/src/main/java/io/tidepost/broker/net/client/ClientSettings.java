package io.tidepost.broker.net.client;

/// What all connections of one kind have in common.
///
/// @param clientId sent with each request, for the other node's logs
/// @param connectMillisMax how long the connection and its authentication may take
/// @param requestMillisMax how long an answer may take that says nothing else; then the connection
///   is closed
/// @param backoffMillis pause after a first failed attempt to connect (`reconnect.backoff.ms` of
///   Kafka's clients); doubled with each further one
/// @param backoffMillisMax longest such pause
/// @param inFlightMax requests that may wait for their answers, or for the connection
/// @param responseBytesMax largest answer
/// @param sendBufferBytes `SO_SNDBUF`; -1 leaves it to the system
/// @param receiveBufferBytes `SO_RCVBUF`; -1 leaves it to the system
public record ClientSettings(
    String clientId,
    int connectMillisMax,
    int requestMillisMax,
    int backoffMillis,
    int backoffMillisMax,
    int inFlightMax,
    int responseBytesMax,
    int sendBufferBytes,
    int receiveBufferBytes) {

  /// What the client ids of nodes begin with; the node's id follows.
  public static final String NODE_CLIENT_ID = "node-";

  /// Usual values.
  ///
  /// @param requestMillisMax as above
  public static ClientSettings of(String clientId, int requestMillisMax) {
    return new ClientSettings(clientId, 10_000, requestMillisMax, 20, 1000, 256, 256 << 20, -1, -1);
  }
}
