package io.tidepost.http;

import java.net.InetSocketAddress;
import java.net.URI;

/// Where HTTP is served, as in `http://localhost:8081`.
///
/// @param secure whether it is `https`
/// @param host name or address; empty for every interface
/// @param port 0 to 65535; 0 lets the operating system choose
public record HttpAddress(boolean secure, String host, int port) {

  /// @throws IllegalArgumentException when the text is no such address; the message says why
  public static HttpAddress parse(String text) {
    URI uri;
    try {
      uri = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is no address such as http://host:8081");
    }
    boolean secure = "https".equals(uri.getScheme());
    if (!secure && !"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalArgumentException("'" + text + "' is no address such as http://host:8081");
    }
    if (uri.getPort() > 65535) {
      throw new IllegalArgumentException("'" + text + "': a port is at most 65535");
    }
    String host = uri.getHost();
    return new HttpAddress(secure, host.equals("0.0.0.0") ? "" : host, uri.getPort());
  }

  InetSocketAddress socketAddress() {
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + (host.isEmpty() ? "0.0.0.0" : host) + ":" + port;
  }
}
