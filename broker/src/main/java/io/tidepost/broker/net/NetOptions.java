package io.tidepost.broker.net;

import java.util.Map;

/// The options that concern connections, typed.
///
/// @param requestBytesMax `socket.request.max.bytes`: larger frames close their connection
/// @param receiveBytesMax bound on the memory of all frames that are being received or served;
///   reading pauses there (`queued.max.request.bytes`)
/// @param connectionsMax `max.connections`; accepting pauses there
/// @param connectionsPerIpMax `max.connections.per.ip`
/// @param connectionsPerIpOverrides `max.connections.per.ip.overrides`, by address
/// @param creationRateMax `max.connection.creation.rate`, per second
/// @param idleMillisMax `connections.max.idle.ms`; negative never closes
/// @param sendBufferBytes `socket.send.buffer.bytes`; -1 leaves it to the system
/// @param receiveBufferBytes `socket.receive.buffer.bytes`; -1 leaves it to the system
/// @param backlog `socket.listen.backlog.size`
/// @param inFlightMax requests of one connection that may be served at the same time
/// @param unsentBytesMax bytes of replies one connection may owe its peer before it is read again
public record NetOptions(
    int requestBytesMax,
    long receiveBytesMax,
    int connectionsMax,
    int connectionsPerIpMax,
    Map<String, Integer> connectionsPerIpOverrides,
    int creationRateMax,
    long idleMillisMax,
    int sendBufferBytes,
    int receiveBufferBytes,
    int backlog,
    int inFlightMax,
    int unsentBytesMax) {

  /// Kafka's defaults.
  public static final NetOptions DEFAULT =
      new NetOptions(
          100 << 20,
          256L << 20,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Map.of(),
          Integer.MAX_VALUE,
          600_000,
          100 << 10,
          100 << 10,
          50,
          256,
          1 << 20);
}
