package io.tidepost.broker.net.client;

/// Where another node is reached.
///
/// @param id its node id; -1 when only the address is known
/// @param host name or address
/// @param port TCP port
public record NodeAddress(int id, String host, int port) {

  @Override
  public String toString() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return (id < 0 ? "" : "node " + id + " at ") + shown + ":" + port;
  }
}
