package io.tidepost.http;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// TLS under HTTP, with a context that may be another one for each connection.
final class TlsConnections {

  private TlsConnections() {}

  static SslConnectionFactory over(HttpConnectionFactory http, HttpTls tls) {
    // Callers check our name; whatever they call us is no reason to refuse them.
    http.getHttpConfiguration().addCustomizer(new SecureRequestCustomizer(false));
    Contexts contexts = new Contexts(tls);
    contexts.setSslContext(tls.context());
    contexts.setRenegotiationAllowed(false);
    contexts.setIncludeProtocols(tls.protocols().toArray(new String[0]));
    if (!tls.suites().isEmpty()) {
      contexts.setExcludeCipherSuites();
      contexts.setIncludeCipherSuites(tls.suites().toArray(new String[0]));
    }
    contexts.setNeedClientAuth(tls.certificates() == HttpTls.Certificates.NEEDED);
    contexts.setWantClientAuth(tls.certificates() == HttpTls.Certificates.WANTED);
    return new SslConnectionFactory(contexts, http.getProtocol());
  }

  /// Asks anew for each connection: certificates are renewed while ports are served.
  private static final class Contexts extends SslContextFactory.Server {

    private final HttpTls tls;

    Contexts(HttpTls tls) {
      this.tls = tls;
    }

    @Override
    public SSLEngine newSSLEngine() {
      return customized(tls.context().createSSLEngine());
    }

    @Override
    public SSLEngine newSSLEngine(String host, int port) {
      return customized(tls.context().createSSLEngine(host, port));
    }

    @Override
    public SSLEngine newSSLEngine(InetSocketAddress address) {
      return newSSLEngine();
    }

    private SSLEngine customized(SSLEngine engine) {
      customize(engine);
      return engine;
    }
  }
}
