package io.tidepost.compat.certificate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate authority in a folder, with whatever it has signed. All passwords are [#PASSWORD].
/// Used by one thread.
public final class Authority {

  public static final String PASSWORD = "confidential";

  private static final String ALIAS = "key";

  private final Path folder;
  private final Path own;

  public Authority(Path folder) {
    this.folder = folder;
    this.own = folder.resolve("authority.p12");
    make(own, "CN=Test Authority", List.of("-ext", "bc:c"));
    keytool(
        List.of("-exportcert", "-rfc", "-alias", ALIAS, "-file", certificate().toString()), own);
    keytool(
        List.of("-importcert", "-noprompt", "-alias", "ca", "-file", certificate().toString()),
        truststore());
  }

  /// Its certificate in PEM.
  public Path certificate() {
    return folder.resolve("authority.pem");
  }

  /// A PKCS #12 store that trusts it.
  public Path truststore() {
    return folder.resolve("trusted.p12");
  }

  /// Makes a key with a signed certificate, in a PKCS #12 store with the file name `name.p12`.
  ///
  /// @param subject the distinguished name
  public Path sign(String name, String subject) {
    return sign(name, subject, List.of("-validity", "30"));
  }

  /// As [#sign], with a certificate that has ended a week ago.
  public Path signEnded(String name, String subject) {
    return sign(name, subject, List.of("-startdate", "-14d", "-validity", "7"));
  }

  /// As [#sign], with a certificate that begins in a week.
  public Path signEarly(String name, String subject) {
    return sign(name, subject, List.of("-startdate", "+7d", "-validity", "7"));
  }

  /// As [#sign], with a certificate for another host.
  ///
  /// @param host its DNS name
  public Path signFor(String host, String name, String subject) {
    return sign(name, subject, List.of("-validity", "30"), "san=dns:" + host);
  }

  private Path sign(String name, String subject, List<String> validity) {
    return sign(name, subject, validity, "san=dns:localhost,ip:127.0.0.1");
  }

  private Path sign(String name, String subject, List<String> validity, String alternative) {
    Path store = folder.resolve(name + ".p12");
    Path request = folder.resolve(name + ".csr");
    Path signed = folder.resolve(name + ".crt");
    List<String> names = List.of("-ext", alternative);
    make(store, subject, names);
    keytool(List.of("-certreq", "-alias", ALIAS, "-file", request.toString()), store);
    List<String> sign = new ArrayList<>(List.of("-gencert", "-rfc", "-alias", ALIAS));
    sign.addAll(List.of("-infile", request.toString(), "-outfile", signed.toString()));
    sign.addAll(validity);
    sign.addAll(names);
    keytool(sign, own);
    keytool(
        List.of("-importcert", "-noprompt", "-alias", "ca", "-file", certificate().toString()),
        store);
    keytool(
        List.of("-importcert", "-noprompt", "-alias", ALIAS, "-file", signed.toString()), store);
    return store;
  }

  /// The private key of a store in PEM.
  public static String keyPem(Path store) {
    try {
      byte[] key = load(store).getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
      return pem("PRIVATE KEY", key);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The certificate chain of a store in PEM.
  public static String chainPem(Path store) {
    try {
      StringBuilder text = new StringBuilder();
      for (var certificate : load(store).getCertificateChain(ALIAS)) {
        text.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
      return text.toString();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore load(Path store) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), type);
  }

  private void make(Path store, String subject, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", ALIAS));
    arguments.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "30"));
    arguments.addAll(List.of("-dname", subject));
    arguments.addAll(more);
    keytool(arguments, store);
  }

  /// Runs the JDK's keytool in this JVM, for which the build exports it to us: a JVM for each of
  /// some sixty calls would cost more than all that they do.
  private void keytool(List<String> arguments, Path store) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    all.addAll(List.of("-storepass", PASSWORD, "-keypass", PASSWORD));
    var said = new ByteArrayOutputStream();
    try {
      Files.createDirectories(folder);
      Class<?> keytool = Class.forName("sun.security.tools.keytool.Main");
      Object exitCode =
          keytool
              .getMethod("run", String[].class, PrintStream.class)
              .invoke(
                  keytool.getConstructor().newInstance(),
                  all.toArray(String[]::new),
                  new PrintStream(said, true, StandardCharsets.UTF_8));
      if (!Integer.valueOf(0).equals(exitCode)) {
        throw new IllegalStateException(all + " failed: " + said.toString(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(all + " failed: " + said.toString(StandardCharsets.UTF_8), e);
    }
  }
}
