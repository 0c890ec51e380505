package io.tidepost.broker.option;

/// An address with a listener's name, as in `PLAINTEXT://localhost:9092`.
///
/// @param name the listener's name in upper case
/// @param protocol its security protocol
/// @param host host name or address without brackets; empty means all interfaces
/// @param port port; 0 lets the system choose
public record Listener(String name, String protocol, String host, int port) {

  @Override
  public String toString() {
    return name + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
