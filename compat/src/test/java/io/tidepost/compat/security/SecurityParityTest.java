package io.tidepost.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tidepost.compat.certificate.Authority;
import io.tidepost.compat.security.SecureServer.SecureClients;
import io.tidepost.compat.server.ApacheKafka;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Shared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;

/// Clients that cannot get in are told the same by this server and by Apache Kafka, in one run.
final class SecurityParityTest {

  private static final Path FOLDER = Shared.temporary("security-parity");
  private static final Authority AUTHORITY = new Authority(FOLDER.resolve("authority"));
  private static final Authority STRANGER = new Authority(FOLDER.resolve("stranger"));

  /// How long a client tries whose server leaves without a word; the others are told in time.
  private static final int SILENT_MILLIS = 5_000;

  private static final int TOLD_MILLIS = 120_000;
  private static final int CLIENTS = 8;

  /// @param listener where the client connects
  /// @param told whether the client is told something before it gives up
  private record Case(String name, String listener, Map<String, String> security, boolean told) {
    Case(String name, String listener, Map<String, String> security) {
      this(name, listener, security, true);
    }

    static Case silent(String name, String listener, Map<String, String> security) {
      return new Case(name, listener, security, false);
    }
  }

  private static Map<String, String> protocols() {
    Map<String, String> protocols = new LinkedHashMap<>();
    protocols.put("PLAINTEXT", "PLAINTEXT");
    protocols.put("TLS", "SSL");
    protocols.put("MUTUAL", "SSL");
    protocols.put("SASL", "SASL_PLAINTEXT");
    protocols.put("BOTH", "SASL_SSL");
    return protocols;
  }

  private static Map<String, String> options(Path key) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("ssl.keystore.type", "PKCS12");
    options.put("ssl.keystore.location", key.toString());
    options.put("ssl.keystore.password", Authority.PASSWORD);
    options.put("ssl.key.password", Authority.PASSWORD);
    options.put("ssl.truststore.type", "PKCS12");
    options.put("ssl.truststore.location", AUTHORITY.truststore().toString());
    options.put("ssl.truststore.password", Authority.PASSWORD);
    options.put("listener.name.mutual.ssl.client.auth", "required");
    options.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256");
    for (String listener : List.of("sasl", "both")) {
      options.put(
          "listener.name." + listener + ".plain.sasl.jaas.config",
          "org.apache.kafka.common.security.plain.PlainLoginModule required user_alice=\"right\";");
      options.put(
          "listener.name." + listener + ".scram-sha-256.sasl.jaas.config",
          "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    }
    return options;
  }

  private static Map<String, String> tls(Map<String, String> more) {
    Map<String, String> all = new HashMap<>();
    all.put("security.protocol", "SSL");
    all.put("ssl.truststore.type", "PEM");
    all.put("ssl.truststore.location", AUTHORITY.certificate().toString());
    all.putAll(more);
    return all;
  }

  private static Map<String, String> key(Path store) {
    return Map.of(
        "ssl.keystore.type", "PEM",
        "ssl.keystore.key", Authority.keyPem(store),
        "ssl.keystore.certificate.chain", Authority.chainPem(store));
  }

  private static Map<String, String> sasl(String protocol, String mechanism, String password) {
    Map<String, String> all = tls(GuardedServer.login(mechanism, "alice", password));
    all.put("security.protocol", protocol);
    return all;
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(new Case("right", "SASL", sasl("SASL_PLAINTEXT", "PLAIN", "right")));
    cases.add(new Case("right over TLS", "BOTH", sasl("SASL_SSL", "PLAIN", "right")));
    cases.add(new Case("a wrong password", "SASL", sasl("SASL_PLAINTEXT", "PLAIN", "wrong")));
    cases.add(new Case("a wrong password over TLS", "BOTH", sasl("SASL_SSL", "PLAIN", "wrong")));
    cases.add(new Case("no such SCRAM user", "SASL", sasl("SASL_PLAINTEXT", "SCRAM-SHA-256", "x")));
    cases.add(
        new Case("a mechanism that is off", "SASL", sasl("SASL_PLAINTEXT", "SCRAM-SHA-512", "x")));
    cases.add(new Case("a trusted server", "TLS", tls(Map.of())));
    cases.add(new Case("a server of strangers", "TLS", Map.of("security.protocol", "SSL")));
    cases.add(new Case("a certificate", "MUTUAL", tls(key(AUTHORITY.sign("alice", "CN=alice")))));
    cases.add(new Case("no certificate", "MUTUAL", tls(Map.of())));
    cases.add(
        new Case(
            "a certificate that has ended",
            "MUTUAL",
            tls(key(AUTHORITY.signEnded("late", "CN=late")))));
    cases.add(
        new Case(
            "a stranger's certificate",
            "MUTUAL",
            tls(key(STRANGER.sign("mallory", "CN=mallory")))));
    cases.add(new Case("an old TLS", "TLS", tls(Map.of("ssl.enabled.protocols", "TLSv1.1"))));
    cases.add(Case.silent("no TLS where there is some", "TLS", Map.of()));
    cases.add(Case.silent("TLS where there is none", "PLAINTEXT", tls(Map.of())));
    cases.add(Case.silent("no SASL where there is some", "SASL", Map.of()));
    cases.add(
        new Case(
            "SASL where there is none", "PLAINTEXT", sasl("SASL_PLAINTEXT", "PLAIN", "right")));
    cases.add(
        Case.silent(
            "SASL over TLS where there is no TLS", "SASL", sasl("SASL_SSL", "PLAIN", "right")));
    return cases;
  }

  /// What became of a client: nothing but success, or what went wrong; where it is about a login
  /// also in which words.
  private static String outcome(SecureServer server, Case asked) {
    SecureClients clients = server.clients(asked.listener, asked.security);
    int millis = asked.told ? TOLD_MILLIS : SILENT_MILLIS;
    Map<String, Object> options =
        clients.options(Map.of("request.timeout.ms", millis, "default.api.timeout.ms", millis));
    try (Admin admin = Admin.create(options)) {
      var nodes = admin.describeCluster().nodes();
      try {
        nodes.get();
        return "let in";
      } catch (ExecutionException e) {
        Throwable cause = Objects.requireNonNull(e.getCause());
        return cause.getClass().getSimpleName()
            + (cause instanceof SaslAuthenticationException ? ": " + cause.getMessage() : "");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void clientsAreToldTheSame() throws Exception {
    assumeFalse(ServerUnderTest.isApacheKafka(), "compares with Apache Kafka itself");
    Map<String, String> options = options(AUTHORITY.sign("server", "CN=localhost"));
    try (SecureServer kafka =
            new SecureServer(
                Shared.temporary("parity-kafka"),
                protocols(),
                options,
                (home, lines) -> new ApacheKafka(home, lines, ApacheKafka.LIGHT_JVM));
        SecureServer tidepost =
            new SecureServer(
                Shared.temporary("parity-tidepost"), protocols(), options, TidepostProcess::new);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      tidepost.started();
      kafka.started();
      Map<String, Future<String>> theirs = new LinkedHashMap<>();
      Map<String, Future<String>> ours = new LinkedHashMap<>();
      for (Case asked : cases()) {
        theirs.put(asked.name, threads.submit((Callable<String>) () -> outcome(kafka, asked)));
        ours.put(asked.name, threads.submit((Callable<String>) () -> outcome(tidepost, asked)));
      }
      assertEquals(text(theirs), text(ours));
    }
  }

  private static String text(Map<String, Future<String>> outcomes) throws Exception {
    var lines = new StringBuilder();
    for (var entry : outcomes.entrySet()) {
      lines.append(entry.getKey()).append(": ").append(entry.getValue().get()).append('\n');
    }
    return lines.toString();
  }
}
