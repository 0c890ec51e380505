package io.tidepost.http;

import java.util.List;
import javax.net.ssl.SSLContext;

/// How a port is encrypted. Any thread.
public interface HttpTls {

  /// Whether callers show certificates.
  enum Certificates {
    NONE,
    WANTED,
    NEEDED
  }

  /// For a connection that begins now.
  SSLContext context();

  /// Protocols that callers may choose from, such as `TLSv1.3`.
  List<String> protocols();

  /// Cipher suites that callers may choose from; empty for the usual ones.
  List<String> suites();

  /// Whether callers show certificates.
  Certificates certificates();
}
