package io.tidepost.cli.doctor;

import io.tidepost.cli.Explain;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Asks a port over TLS. Whether its certificate can be trusted is not asked here, only whether it
/// speaks TLS at all; nothing but a request for its versions is sent. The client library checks the
/// certificate afterwards, as it was configured to.
final class TlsProbe {

  private TlsProbe() {}

  /// Whether a handshake gets as far as certificates.
  static boolean speaksTls(InetSocketAddress address) {
    try (Socket plain = Probe.connect(address);
        SSLSocket socket = over(plain, address)) {
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
  static Probe.Answer ask(InetSocketAddress address) {
    try (Socket plain = Probe.connect(address);
        SSLSocket socket = over(plain, address)) {
      socket.startHandshake();
      return Probe.ask(socket);
    } catch (SSLException e) {
      boolean noTls = String.valueOf(e.getMessage()).contains("unrecognized SSL message");
      return noTls ? new Probe.NoTls() : new Probe.TlsFailed(Explain.sentence(e));
    } catch (IOException e) {
      return new Probe.NoTls();
    } catch (GeneralSecurityException e) {
      return new Probe.TlsFailed(Explain.sentence(e));
    }
  }

  private static SSLSocket over(Socket plain, InetSocketAddress address)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new AnyCertificate()}, null);
    return (SSLSocket)
        context
            .getSocketFactory()
            .createSocket(plain, address.getHostString(), address.getPort(), true);
  }

  private static final class AnyCertificate implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
