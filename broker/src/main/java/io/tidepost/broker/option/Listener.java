package io.tidepost.broker.option;

/// An address with a listener's name, as in `PLAINTEXT://localhost:9092`.
///
/// @param name the listener's name in upper case
/// @param protocol its security protocol
/// @param host host name or address without brackets; empty means all interfaces
/// @param port port; 0 lets the system choose
public record Listener(String name, String protocol, String host, int port) {

  /// The protocol's number in the metadata.
  public short protocolNumber() {
    return switch (protocol) {
      case "SSL" -> 1;
      case "SASL_PLAINTEXT" -> 2;
      case "SASL_SSL" -> 3;
      default -> 0;
    };
  }

  /// Whether other machines may reach it: it is not bound to the loopback interface.
  public boolean reachable() {
    return !host.equals("localhost") && !host.startsWith("127.") && !host.equals("::1");
  }

  /// Whether connections are encrypted.
  public boolean encrypted() {
    return protocol.endsWith("SSL");
  }

  /// Whether clients say who they are by SASL.
  public boolean sasl() {
    return protocol.startsWith("SASL");
  }

  @Override
  public String toString() {
    return name + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
