package io.tidepost.broker.security.kerberos;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;

/// A Kerberos realm with a key distribution centre in this process. The JDK finds it by the
/// system's property for as long as this is open.
final class TestRealm implements AutoCloseable {

  /// Its name.
  static final String NAME = "TIDEPOST.TEST";

  private static final String CONFIG = "java.security.krb5.conf";

  private final Path directory;
  private final SimpleKdcServer server;

  TestRealm(Path directory) throws KrbException, IOException {
    this.directory = Files.createDirectories(directory);
    server = new SimpleKdcServer();
    server.setWorkDir(directory.toFile());
    server.setKdcHost("127.0.0.1");
    server.setKdcRealm(NAME);
    server.setAllowUdp(false);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setKdcTcpPort(socket.getLocalPort());
    }
    server.init();
    server.start();
  }

  /// Makes a principal with a key of its own.
  ///
  /// @return its keytab
  Path keytab(String principal) throws KrbException {
    server.createPrincipal(principal);
    return exported(principal);
  }

  /// Gives a principal another key; keytabs of the old one are worth nothing from now on.
  void rekey(String principal) throws KrbException {
    server.deletePrincipal(principal);
    server.createPrincipal(principal);
  }

  private Path exported(String principal) throws KrbException {
    File file = directory.resolve(principal.replace('/', '-') + ".keytab").toFile();
    server.exportPrincipal(principal, file);
    return file.toPath();
  }

  /// The login module of somebody with a keytab.
  ///
  /// @param more settings of the module
  static String jaas(String principal, Path keytab, String more) {
    return "com.sun.security.auth.module.Krb5LoginModule required refreshKrb5Config=true"
        + " useKeyTab=true storeKey=true %s keyTab=\"%s\" principal=\"%s@%s\";"
            .formatted(more, keytab, principal, NAME);
  }

  @Override
  public void close() throws KrbException {
    server.stop();
    System.clearProperty(CONFIG);
  }
}
