package io.tidepost.broker.security.tls;

import java.net.Socket;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Trusts certificates that this process has itself shown, whatever name is asked for and whoever
/// issued them: a client in the same process knows the key's owner better than any authority. Any
/// thread.
final class OwnCertificates extends X509ExtendedTrustManager {

  private final Supplier<Set<Certificate>> own;

  OwnCertificates(Supplier<Set<Certificate>> own) {
    this.own = own;
  }

  /// The certificates that belong to the keys of a store.
  static Set<Certificate> of(KeyStore keys) throws KeyStoreException {
    Set<Certificate> all = new HashSet<>();
    for (String alias : Collections.list(keys.aliases())) {
      Certificate first = keys.isKeyEntry(alias) ? keys.getCertificate(alias) : null;
      if (first != null) {
        all.add(first);
      }
    }
    return Set.copyOf(all);
  }

  private void check(X509Certificate @Nullable [] chain) throws CertificateException {
    if (chain == null || chain.length == 0 || !own.get().contains(chain[0])) {
      throw new CertificateException("this is not the certificate of this node");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("nobody is let in by this");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
