package io.tidepost.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.certificate.Authority;
import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.security.SecureServer.SecureClients;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// TLS of every kind: stores and PEM, with and without certificates of clients, certificates
/// replaced under live clients, and peers that speak something else.
final class TlsTest {

  private static final Path FOLDER = Shared.temporary("tls");
  private static final Authority AUTHORITY = new Authority(FOLDER.resolve("authority"));
  private static final Path SERVER = AUTHORITY.sign("server", "CN=localhost,O=Test");
  private static final Path CLIENT = AUTHORITY.sign("client", "CN=alice,OU=Reading,O=Test");
  private static final Path LIVE = FOLDER.resolve("live.p12");

  private static SecureServer server;

  @BeforeAll
  static void start() throws IOException {
    Files.copy(SERVER, LIVE);
    Map<String, String> protocols = new LinkedHashMap<>();
    protocols.put("PLAINTEXT", "PLAINTEXT");
    protocols.put("STORE", "SSL");
    protocols.put("MUTUAL", "SSL");
    protocols.put("TEXT", "SSL");
    protocols.put("LIVE", "SSL");
    protocols.put("JDK", "SSL");
    Map<String, String> options = new LinkedHashMap<>();
    options.put("ssl.keystore.type", "PKCS12");
    options.put("ssl.keystore.location", SERVER.toString());
    options.put("ssl.keystore.password", Authority.PASSWORD);
    options.put("ssl.key.password", Authority.PASSWORD);
    options.put("ssl.truststore.type", "PKCS12");
    options.put("ssl.truststore.location", AUTHORITY.truststore().toString());
    options.put("ssl.truststore.password", Authority.PASSWORD);
    options.put("ssl.principal.mapping.rules", "RULE:^CN=(.*?),OU=(.*?),.*$/$1@$2/L,DEFAULT");
    options.put("listener.name.mutual.ssl.client.auth", "required");
    options.put("listener.name.live.ssl.keystore.location", LIVE.toString());
    options.put("listener.name.jdk.ssl.cipher.suites", "TLS_AES_128_GCM_SHA256");
    Path pem = FOLDER.resolve("server.pem");
    Files.writeString(pem, Authority.keyPem(SERVER) + Authority.chainPem(SERVER));
    options.put("listener.name.text.ssl.keystore.type", "PEM");
    options.put("listener.name.text.ssl.keystore.location", pem.toString());
    server = new SecureServer(protocols, options).started();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Map<String, String> trusting() {
    return Map.of(
        "security.protocol", "SSL",
        "ssl.truststore.type", "PEM",
        "ssl.truststore.location", AUTHORITY.certificate().toString());
  }

  private static Map<String, String> withCertificate() {
    Map<String, String> all = new HashMap<>(trusting());
    all.put("ssl.keystore.type", "PEM");
    all.put("ssl.keystore.key", Authority.keyPem(CLIENT));
    all.put("ssl.keystore.certificate.chain", Authority.chainPem(CLIENT));
    return all;
  }

  @Test
  void recordsGoBothWays() {
    for (String listener : List.of("STORE", "TEXT", "LIVE", "JDK")) {
      server.clients(listener, trusting()).exercise(2_000, 1_000);
    }
    server.clients("STORE", trusting()).exercise(20, 500_000);
    server.clients("MUTUAL", withCertificate()).exercise(100, 100);
  }

  @Test
  void aClientWithoutACertificateIsTurnedAwayWhereOneIsRequired() {
    try (var admin = server.clients("MUTUAL", trusting()).admin()) {
      assertInstanceOf(
          SslAuthenticationException.class, Clients.failure(admin.describeCluster().nodes()));
    }
  }

  @Test
  void aClientThatDoesNotTrustTheServerLeaves() {
    try (var admin = server.clients("STORE", Map.of("security.protocol", "SSL")).admin()) {
      assertInstanceOf(
          SslAuthenticationException.class, Clients.failure(admin.describeCluster().nodes()));
    }
    server.clients("STORE", trusting()).exercise(10, 10);
  }

  @Test
  void kcatWritesAndReads() throws IOException {
    Path kcat = Places.executable("kcat", "apt-get install kcat");
    String topic = Clients.unique("kcat");
    Path words = FOLDER.resolve("words");
    Files.writeString(words, "one\ntwo\nthree\n");
    List<String> command =
        new ArrayList<>(List.of(kcat.toString(), "-b", "localhost:" + server.port("MUTUAL")));
    Path key = FOLDER.resolve("client.key");
    Path certificate = FOLDER.resolve("client.crt");
    Files.writeString(key, Authority.keyPem(CLIENT));
    Files.writeString(certificate, Authority.chainPem(CLIENT));
    command.addAll(List.of("-X", "security.protocol=SSL", "-X", "ssl.key.location=" + key));
    command.addAll(List.of("-X", "ssl.certificate.location=" + certificate));
    command.addAll(List.of("-X", "ssl.ca.location=" + AUTHORITY.certificate(), "-t", topic));
    List<String> write = new ArrayList<>(command);
    write.addAll(List.of("-P", "-l", words.toString()));
    try (ChildProcess run = ChildProcess.start("kcat-write", FOLDER, write)) {
      assertEquals(0, run.awaitExit(Clients.LIMIT), run::describe);
    }
    List<String> read = new ArrayList<>(command);
    read.addAll(List.of("-C", "-e", "-q"));
    try (ChildProcess run = ChildProcess.start("kcat-read", FOLDER, read)) {
      assertEquals(0, run.awaitExit(Clients.LIMIT), run::describe);
      assertEquals("one\ntwo\nthree\n", run.out());
    }
  }

  @Test
  void aCertificateIsReplacedUnderLiveClients() throws Exception {
    SecureClients clients = server.clients("LIVE", trusting());
    try (var admin = clients.admin()) {
      Clients.get(admin.describeCluster().nodes());
      String before = serial();
      Path next = AUTHORITY.sign("next", "CN=localhost,O=Test");
      Path renewed = FOLDER.resolve("renewed.p12");
      Files.copy(next, renewed, StandardCopyOption.REPLACE_EXISTING);
      alter(admin, "listener.name.live.ssl.keystore.location", renewed.toString());
      Awaitility.await().until(() -> !serial().equals(before));
      Clients.get(admin.describeCluster().nodes());
      clients.exercise(10, 10);

      Path other = AUTHORITY.sign("other", "CN=somebody else");
      assertInstanceOf(
          InvalidRequestException.class,
          failureOfAlter(admin, "listener.name.live.ssl.keystore.location", other.toString()));
      assertInstanceOf(
          InvalidRequestException.class,
          failureOfAlter(admin, "listener.name.live.ssl.keystore.location", FOLDER + "/nowhere"));
      clients.exercise(10, 10);

      if (!ServerUnderTest.isApacheKafka()) {
        String second = serial();
        Files.copy(
            AUTHORITY.sign("third", "CN=localhost,O=Test"),
            renewed,
            StandardCopyOption.REPLACE_EXISTING);
        Awaitility.await().atMost(Clients.LIMIT).until(() -> !serial().equals(second));
      }
    }
  }

  private static void alter(org.apache.kafka.clients.admin.Admin admin, String name, String value) {
    Clients.get(alteration(admin, name, value));
  }

  private static Throwable failureOfAlter(
      org.apache.kafka.clients.admin.Admin admin, String name, String value) {
    return Clients.failure(alteration(admin, name, value));
  }

  private static org.apache.kafka.common.KafkaFuture<Void> alteration(
      org.apache.kafka.clients.admin.Admin admin, String name, String value) {
    var resource = new ConfigResource(ConfigResource.Type.BROKER, "1");
    var set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    return admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all();
  }

  /// Serial number of the certificate that a new connection gets.
  private static String serial() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port("LIVE"))) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSerialNumber()
          .toString();
    }
  }

  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void whatIsNotTlsIsTurnedAway() throws IOException {
    byte[] garbage = new byte[300];
    for (int i = 0; i < 20; i++) {
      garbage[0] = (byte) (i * 13);
      garbage[1] = 3;
      try (Socket socket = new Socket("127.0.0.1", server.port("STORE"))) {
        socket.setSoTimeout((int) Clients.LIMIT.toMillis());
        socket.getOutputStream().write(garbage);
        assertTrue(socket.getInputStream().readAllBytes().length < 100);
      } catch (java.net.SocketException e) {
        // reset: turned away as well
      }
    }
    server.clients("STORE", trusting()).exercise(10, 10);
  }

  @Test
  void aHandshakeThatStallsIsEnded() throws IOException {
    List<Socket> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        Socket socket = new Socket("127.0.0.1", server.port("STORE"));
        socket.setSoTimeout((int) Clients.LIMIT.toMillis());
        socket.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0});
        stalled.add(socket);
      }
      server.clients("STORE", trusting()).exercise(10, 10);
      if (!ServerUnderTest.isApacheKafka()) {
        for (Socket socket : stalled) {
          assertEquals(-1, socket.getInputStream().read());
        }
      }
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
  }
}
