package io.tidepost.broker.security.tls;

import io.tidepost.broker.security.SecurityConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/// Reads keys and certificates in PEM (KIP-651): certificates of type `CERTIFICATE`, private keys
/// in PKCS #8, encrypted or not.
final class Pem {

  private static final Pattern ENTRY =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "DSA", "EdDSA");
  private static final String CERTIFICATE = "CERTIFICATE";

  private Pem() {}

  /// All certificates in a text, in order.
  ///
  /// @param what names the text in complaints
  static List<X509Certificate> certificates(String text, String what)
      throws SecurityConfigException {
    List<X509Certificate> found = new ArrayList<>();
    Matcher matcher = ENTRY.matcher(text);
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      while (matcher.find()) {
        if (matcher.group(1).endsWith(CERTIFICATE)) {
          byte[] bytes = decoded(matcher.group(2), what);
          found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes)));
        }
      }
    } catch (CertificateException e) {
      throw new SecurityConfigException(what + " holds a certificate that cannot be read", e);
    }
    if (found.isEmpty()) {
      throw new SecurityConfigException(what + " holds no certificate in PEM");
    }
    return found;
  }

  /// The first private key in a text.
  ///
  /// @param password of the key, where it is encrypted
  static PrivateKey privateKey(String text, @Nullable String password, String what)
      throws SecurityConfigException {
    Matcher matcher = ENTRY.matcher(text);
    while (matcher.find()) {
      byte[] bytes = decoded(matcher.group(2), what);
      switch (matcher.group(1)) {
        case "PRIVATE KEY" -> {
          return key(new PKCS8EncodedKeySpec(bytes), what);
        }
        case "ENCRYPTED PRIVATE KEY" -> {
          return key(decrypted(bytes, password, what), what);
        }
        default -> {}
      }
    }
    throw new SecurityConfigException(what + " holds no private key in PEM and PKCS #8");
  }

  private static byte[] decoded(String body, String what) throws SecurityConfigException {
    try {
      return Base64.getMimeDecoder().decode(body.getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new SecurityConfigException(what + " is not PEM", e);
    }
  }

  private static KeySpec decrypted(byte[] bytes, @Nullable String password, String what)
      throws SecurityConfigException {
    if (password == null) {
      throw new SecurityConfigException(
          what + " holds an encrypted private key, but there is no ssl.key.password");
    }
    try {
      var info = new EncryptedPrivateKeyInfo(bytes);
      AlgorithmParameters parameters = info.getAlgParameters();
      // Under PBES2 the parameters' text form is the name of the scheme.
      String scheme =
          parameters != null && info.getAlgName().contains("PBES2")
              ? parameters.toString()
              : info.getAlgName();
      var secret =
          SecretKeyFactory.getInstance(scheme)
              .generateSecret(new PBEKeySpec(password.toCharArray()));
      Cipher cipher = Cipher.getInstance(scheme);
      cipher.init(Cipher.DECRYPT_MODE, secret, parameters);
      return info.getKeySpec(cipher);
    } catch (IOException | GeneralSecurityException e) {
      throw new SecurityConfigException(
          what + " holds a private key that ssl.key.password does not open", e);
    }
  }

  private static PrivateKey key(KeySpec spec, String what) throws SecurityConfigException {
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // a key of another algorithm
      } catch (GeneralSecurityException e) {
        throw new SecurityConfigException(what + ": " + e.getMessage(), e);
      }
    }
    throw new SecurityConfigException(what + " holds a private key of an unknown algorithm");
  }
}
