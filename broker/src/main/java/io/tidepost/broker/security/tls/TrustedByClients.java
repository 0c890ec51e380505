package io.tidepost.broker.security.tls;

import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.security.SecurityConfigException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/// Whom clients in this process trust, where the configuration names nobody: who issued the
/// listener's own certificate.
public final class TrustedByClients {

  private static final Base64.Encoder PEM =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private TrustedByClients() {}

  /// The last certificate of each of the listener's chains, in PEM. Blocks for the files.
  ///
  /// @return `null` when the listener has none
  public static @Nullable String issuers(ListenerSettings settings) throws SecurityConfigException {
    KeyStore keys = TlsStores.read(settings).keys();
    if (keys == null) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    try {
      for (String alias : Collections.list(keys.aliases())) {
        Certificate[] chain = keys.getCertificateChain(alias);
        if (chain != null && chain.length > 0) {
          text.append("-----BEGIN CERTIFICATE-----\n")
              .append(PEM.encodeToString(chain[chain.length - 1].getEncoded()))
              .append("\n-----END CERTIFICATE-----\n");
        }
      }
    } catch (KeyStoreException | CertificateEncodingException e) {
      throw new SecurityConfigException(
          "listener.name." + settings.listener() + ": " + e.getMessage(), e);
    }
    return text.isEmpty() ? null : text.toString();
  }
}
