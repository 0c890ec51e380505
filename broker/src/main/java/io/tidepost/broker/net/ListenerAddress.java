package io.tidepost.broker.net;

import java.util.Locale;

/// One entry of `listeners`.
///
/// @param name name of the listener, upper case
/// @param host address to bind to; empty for all interfaces
/// @param port port to bind to; 0 lets the system choose
public record ListenerAddress(String name, String host, int port) {

  @Override
  public String toString() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return "%s://%s:%d".formatted(name.toUpperCase(Locale.ROOT), shown, port);
  }
}
