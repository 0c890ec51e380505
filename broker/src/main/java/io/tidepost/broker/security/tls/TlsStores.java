package io.tidepost.broker.security.tls;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.Secret;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SslOptions;
import io.tidepost.broker.security.SecurityConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A listener's own key with its certificates, and the certificates it trusts, read from the files
/// and texts that its options name: JKS, PKCS #12, PEM in a file, PEM in the option itself.
///
/// @param keys the listener's own, `null` when nothing is configured
/// @param keyPassword opens the key in `keys`
/// @param trusted `null` takes the JDK's own list
record TlsStores(@Nullable KeyStore keys, char[] keyPassword, @Nullable KeyStore trusted) {

  private static final String PEM = "PEM";

  /// Reads everything anew. Blocks for the files.
  static TlsStores read(ListenerSettings settings) throws SecurityConfigException {
    String keyType = settings.get(SslOptions.SSL_KEYSTORE_TYPE).toUpperCase(Locale.ROOT);
    String keyFile = settings.find(SslOptions.SSL_KEYSTORE_LOCATION);
    String keyText = secret(settings, SslOptions.SSL_KEYSTORE_KEY);
    char[] password = keyPassword(settings, keyType.equals(PEM) || keyText != null);
    KeyStore keys = null;
    if (keyText != null) {
      keys = inline(settings, keyType, keyFile, keyText, password);
    } else if (keyFile != null) {
      keys =
          keyType.equals(PEM)
              ? pemKeys(settings, text(keyFile, "ssl.keystore.location"), null, password, keyFile)
              : store(keyType, keyFile, settings, SslOptions.SSL_KEYSTORE_PASSWORD);
    }
    return new TlsStores(keys, password, trusted(settings));
  }

  private static KeyStore inline(
      ListenerSettings settings,
      String type,
      @Nullable String file,
      String keyText,
      char[] password)
      throws SecurityConfigException {
    String chain = secret(settings, SslOptions.SSL_KEYSTORE_CERTIFICATE_CHAIN);
    if (!type.equals(PEM) || file != null || chain == null) {
      throw new SecurityConfigException(
          "ssl.keystore.key goes with ssl.keystore.certificate.chain and ssl.keystore.type=PEM, and"
              + " without ssl.keystore.location");
    }
    return pemKeys(settings, keyText, chain, password, "ssl.keystore.key");
  }

  private static KeyStore pemKeys(
      ListenerSettings settings,
      String keyText,
      @Nullable String chain,
      char[] password,
      String what)
      throws SecurityConfigException {
    String keyPassword = secret(settings, SslOptions.SSL_KEY_PASSWORD);
    var certificates =
        chain == null
            ? Pem.certificates(keyText, what)
            : Pem.certificates(chain, "ssl.keystore.certificate.chain");
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "kafka",
          Pem.privateKey(keyText, keyPassword, what),
          password,
          certificates.toArray(new Certificate[0]));
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new SecurityConfigException(what + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable KeyStore trusted(ListenerSettings settings)
      throws SecurityConfigException {
    String type = settings.get(SslOptions.SSL_TRUSTSTORE_TYPE).toUpperCase(Locale.ROOT);
    String file = settings.find(SslOptions.SSL_TRUSTSTORE_LOCATION);
    String text = secret(settings, SslOptions.SSL_TRUSTSTORE_CERTIFICATES);
    if (text != null && (!type.equals(PEM) || file != null)) {
      throw new SecurityConfigException(
          "ssl.truststore.certificates goes with ssl.truststore.type=PEM and without"
              + " ssl.truststore.location");
    }
    if (text != null) {
      return pemTrusted(text, "ssl.truststore.certificates");
    }
    if (file == null) {
      return null;
    }
    return type.equals(PEM)
        ? pemTrusted(text(file, "ssl.truststore.location"), file)
        : store(type, file, settings, SslOptions.SSL_TRUSTSTORE_PASSWORD);
  }

  private static KeyStore pemTrusted(String text, String what) throws SecurityConfigException {
    List<X509Certificate> certificates = Pem.certificates(text, what);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("kafka" + i, certificates.get(i));
      }
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new SecurityConfigException(what + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore store(
      String type, String file, ListenerSettings settings, Option<Secret> passwordOption)
      throws SecurityConfigException {
    String password = secret(settings, passwordOption);
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(
          new ByteArrayInputStream(Files.readAllBytes(Path.of(file))),
          password == null ? null : password.toCharArray());
      return store;
    } catch (IOException | GeneralSecurityException | InvalidPathException e) {
      throw new SecurityConfigException(
          "cannot read the " + type + " key store " + file + ": " + e.getMessage(), e);
    }
  }

  /// What the key in memory is locked with: PEM has a password for reading only.
  private static char[] keyPassword(ListenerSettings settings, boolean pem) {
    String key = secret(settings, SslOptions.SSL_KEY_PASSWORD);
    String store = secret(settings, SslOptions.SSL_KEYSTORE_PASSWORD);
    if (pem) {
      return UUID.randomUUID().toString().toCharArray();
    }
    return key != null ? key.toCharArray() : store != null ? store.toCharArray() : new char[0];
  }

  private static String text(String file, String option) throws SecurityConfigException {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw new SecurityConfigException("cannot read " + option + "=" + file, e);
    }
  }

  private static @Nullable String secret(ListenerSettings settings, Option<Secret> option) {
    Secret found = settings.find(option);
    return found == null ? null : found.reveal();
  }
}
