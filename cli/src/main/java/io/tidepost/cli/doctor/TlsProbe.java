package io.tidepost.cli.doctor;

import io.tidepost.cli.Explain;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Asks a port over TLS. Whether its certificate can be trusted is not asked here, only whether it
/// speaks TLS at all and which certificate it shows; nothing secret is sent.
final class TlsProbe {

  /// What a port said over TLS.
  ///
  /// @param chain its certificates, its own first; empty when it did not get that far
  record Seen(Probe.Answer answer, List<X509Certificate> chain) {}

  private TlsProbe() {}

  /// Whether a handshake gets as far as certificates.
  static boolean speaksTls(InetSocketAddress address) {
    try (Socket plain = Probe.connect(address);
        SSLSocket socket = over(plain, address, null, new AnyCertificate())) {
      socket.startHandshake();
      return true;
    } catch (SSLHandshakeException e) {
      // Unless it just hung up, it answered in TLS: it wants our certificate, or other ciphers.
      return !(e.getCause() instanceof EOFException);
    } catch (IOException | GeneralSecurityException e) {
      return false;
    }
  }

  /// Sends ApiVersions through TLS.
  ///
  /// @param keys what is shown when a certificate is asked for
  static Seen ask(InetSocketAddress address, KeyManager @Nullable [] keys) {
    var trust = new AnyCertificate();
    Probe.Answer answer;
    try (Socket plain = Probe.connect(address);
        SSLSocket socket = over(plain, address, keys, trust)) {
      socket.startHandshake();
      answer = Probe.ask(socket);
    } catch (SSLException e) {
      boolean noTls =
          String.valueOf(e.getMessage()).contains("unrecognized SSL message")
              || (trust.chain.isEmpty() && e.getCause() instanceof EOFException);
      answer = noTls ? new Probe.NoTls() : new Probe.TlsFailed(Explain.sentence(e));
    } catch (IOException e) {
      answer =
          trust.chain.isEmpty()
              ? new Probe.NoTls()
              : new Probe.TlsFailed("the connection is closed when the client has shown itself");
    } catch (GeneralSecurityException e) {
      answer = new Probe.TlsFailed(Explain.sentence(e));
    }
    return new Seen(answer, trust.chain);
  }

  /// A connection on which requests can be sent; the caller closes it.
  static Socket open(InetSocketAddress address, KeyManager @Nullable [] keys) throws IOException {
    Socket plain = Probe.connect(address);
    try {
      SSLSocket socket = over(plain, address, keys, new AnyCertificate());
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      plain.close();
      throw e;
    } catch (GeneralSecurityException e) {
      plain.close();
      throw new IOException(e.getMessage(), e);
    }
  }

  private static SSLSocket over(
      Socket plain, InetSocketAddress address, KeyManager @Nullable [] keys, AnyCertificate trust)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, new TrustManager[] {trust}, null);
    return (SSLSocket)
        context
            .getSocketFactory()
            .createSocket(plain, address.getHostString(), address.getPort(), true);
  }

  private static final class AnyCertificate implements X509TrustManager {
    private List<X509Certificate> chain = List.of();

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type) {
      chain = List.of(shown);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
