package io.tidepost.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.cli.Cli;
import io.tidepost.cli.Terminal;
import io.tidepost.cli.doctor.DoctorCommand;
import io.tidepost.cli.doctor.StartPlan;
import io.tidepost.compat.certificate.Authority;
import io.tidepost.compat.support.Shared;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/// `tidepost doctor` before listeners with TLS and SASL: what is wrong is named, and nothing else.
final class DoctorTest {

  private static final Path FOLDER = Shared.temporary("doctor");
  private static final Authority AUTHORITY = new Authority(FOLDER.resolve("authority"));
  private static final Authority STRANGER = new Authority(FOLDER.resolve("stranger"));
  private static final Path CLIENT = AUTHORITY.sign("client", "CN=alice");
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\""
          + " password=\"%s\";";

  private static SecureServer server;

  /// The command without what only a start needs.
  @Command(name = "doctor")
  static final class ClientDoctor extends DoctorCommand {
    @Override
    protected StartPlan plan(@Nullable Path file, List<String> settings) {
      return StartPlan.refused(List.of());
    }
  }

  /// What the doctor said.
  private record Diagnosis(int code, String text) {

    /// There is one problem, and that is said of it.
    void finds(String... words) {
      assertEquals(1, code, text);
      assertEquals(1, text.lines().filter(line -> line.startsWith("problem")).count(), text);
      for (String word : words) {
        assertTrue(text.contains(word), () -> word + " is missing in\n" + text);
      }
    }

    void isHealthy(String... words) {
      assertEquals(0, code, text);
      for (String word : words) {
        assertTrue(text.contains(word), () -> word + " is missing in\n" + text);
      }
    }
  }

  @BeforeAll
  static void start() {
    Map<String, String> protocols = new LinkedHashMap<>();
    protocols.put("PLAINTEXT", "PLAINTEXT");
    for (String tls : List.of("TLS", "MUTUAL", "ENDED", "EARLY", "FOREIGN", "ELSEWHERE")) {
      protocols.put(tls, "SSL");
    }
    protocols.put("SASL", "SASL_PLAINTEXT");
    protocols.put("BOTH", "SASL_SSL");
    Map<String, String> options = new LinkedHashMap<>();
    store(options, "", AUTHORITY.sign("server", "CN=localhost"));
    options.put("ssl.truststore.type", "PKCS12");
    options.put("ssl.truststore.location", AUTHORITY.truststore().toString());
    options.put("ssl.truststore.password", Authority.PASSWORD);
    options.put("listener.name.mutual.ssl.client.auth", "required");
    store(options, "listener.name.ended.", AUTHORITY.signEnded("ended", "CN=localhost"));
    store(options, "listener.name.early.", AUTHORITY.signEarly("early", "CN=localhost"));
    store(options, "listener.name.foreign.", STRANGER.sign("foreign", "CN=localhost"));
    store(
        options,
        "listener.name.elsewhere.",
        AUTHORITY.signFor("kafka.example.com", "elsewhere", "CN=kafka.example.com"));
    options.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256");
    for (String listener : List.of("sasl", "both")) {
      options.put(
          "listener.name." + listener + ".plain.sasl.jaas.config",
          PLAIN.formatted("broker", "secret").replace(";", " user_alice=\"wonder\";"));
    }
    server = new SecureServer(protocols, options).started();
  }

  private static void store(Map<String, String> options, String prefix, Path store) {
    options.put(prefix + "ssl.keystore.type", "PKCS12");
    options.put(prefix + "ssl.keystore.location", store.toString());
    options.put(prefix + "ssl.keystore.password", Authority.PASSWORD);
    options.put(prefix + "ssl.key.password", Authority.PASSWORD);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Diagnosis ask(String listener, String... properties) {
    List<String> arguments =
        new ArrayList<>(List.of("doctor", "-b", "127.0.0.1:" + server.port(listener)));
    for (String property : properties) {
      arguments.addAll(List.of("-X", property));
    }
    return run(arguments);
  }

  private static Diagnosis run(List<String> arguments) {
    var out = new ByteArrayOutputStream();
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    var terminal = new Terminal(new ByteArrayInputStream(new byte[0]), print, print);
    int code =
        new Cli()
            .with("doctor", ClientDoctor.class)
            .run(terminal, arguments.toArray(String[]::new));
    return new Diagnosis(code, out.toString(StandardCharsets.UTF_8));
  }

  private static String[] tls(String... more) {
    List<String> all = new ArrayList<>(List.of("security.protocol=SSL"));
    all.addAll(trust());
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static List<String> trust() {
    return List.of("ssl.truststore.type=PEM", "ssl.truststore.location=" + AUTHORITY.certificate());
  }

  private static String[] sasl(String protocol, String user, String password) {
    List<String> all = new ArrayList<>(trust());
    all.addAll(
        List.of(
            "security.protocol=" + protocol,
            "sasl.mechanism=PLAIN",
            "sasl.jaas.config=" + PLAIN.formatted(user, password)));
    return all.toArray(String[]::new);
  }

  @Test
  void whatWorksIsSaidToWork() throws IOException {
    ask("TLS", tls())
        .isHealthy(
            "the certificate of 127.0.0.1", "the Java client works: 1 broker", "log directory");
    ask("SASL", sasl("SASL_PLAINTEXT", "alice", "wonder"))
        .isHealthy("offers the mechanism PLAIN", "the Java client works");
    Path file = FOLDER.resolve("client.properties");
    Files.write(file, List.of(sasl("SASL_SSL", "alice", "wonder")));
    run(List.of(
            "doctor",
            "-b",
            "127.0.0.1:" + server.port("BOTH"),
            "--command-config",
            file.toString()))
        .isHealthy("speaks Kafka over TLS", "offers the mechanism PLAIN", "the Java client works");
  }

  @Test
  void aClientsCertificateIsShown() {
    ask(
            "MUTUAL",
            tls(
                "ssl.keystore.type=PKCS12",
                "ssl.keystore.location=" + CLIENT,
                "ssl.keystore.password=" + Authority.PASSWORD))
        .isHealthy("the Java client works");
    ask("MUTUAL", tls()).finds("wants a certificate from its clients, and the client shows none");
    Path foreign = STRANGER.sign("mallory", "CN=mallory");
    ask(
            "MUTUAL",
            tls(
                "ssl.keystore.type=PKCS12",
                "ssl.keystore.location=" + foreign,
                "ssl.keystore.password=" + Authority.PASSWORD))
        .finds("does not accept the client's certificate");
  }

  @Test
  void aCertificatesFaultIsNamed() {
    ask("ENDED", tls()).finds("has expired: it ended at");
    ask("EARLY", tls()).finds("is not valid yet: it begins at", "set the clock");
    ask("FOREIGN", tls()).finds("is not trusted: it is signed by", "authority.pem");
    ask("TLS", "security.protocol=SSL").finds("is not trusted", "Java's own list");
    ask("ELSEWHERE", tls()).finds("is for kafka.example.com, not for 127.0.0.1");
    ask("ELSEWHERE", tls("ssl.endpoint.identification.algorithm=")).isHealthy();
  }

  @Test
  void storesThatCannotBeReadAreNamed() {
    ask("TLS", "security.protocol=SSL", "ssl.truststore.location=" + FOLDER + "/nowhere.p12")
        .finds("ssl.truststore.location names", "nowhere.p12, which is not there");
    ask(
            "TLS",
            "security.protocol=SSL",
            "ssl.truststore.type=PKCS12",
            "ssl.truststore.location=" + AUTHORITY.truststore(),
            "ssl.truststore.password=wrong")
        .finds("trusted.p12", "password");
  }

  @Test
  void eachSideSpeakingSomethingElseIsSaid() {
    ask("TLS").finds("speaks TLS, and the client does not", "security.protocol=SSL");
    ask("BOTH", sasl("SASL_PLAINTEXT", "alice", "wonder"))
        .finds("speaks TLS, and the client does not", "security.protocol=SASL_SSL");
    ask("PLAINTEXT", tls()).finds("does not speak TLS, and the client does");
    ask("SASL", sasl("SASL_SSL", "alice", "wonder"))
        .finds("does not speak TLS, and the client does", "security.protocol=SASL_PLAINTEXT");
  }

  @Test
  void whoTheClientIsIsAMatterOfItsOwn() {
    ask("SASL", sasl("SASL_PLAINTEXT", "alice", "wander"))
        .finds("the broker does not let the client in", "the name or the password");
    ask("SASL").finds("asks its clients who they are, by", "SCRAM-SHA-256", "SASL_PLAINTEXT");
    ask("PLAINTEXT", sasl("SASL_PLAINTEXT", "alice", "wonder"))
        .finds("does not ask its clients who they are");
    ask("SASL", "security.protocol=SASL_PLAINTEXT")
        .finds("does not offer the mechanism GSSAPI, only");
    ask("SASL", "security.protocol=SASL_PLAINTEXT", "sasl.mechanism=PLAIN")
        .finds("sasl.jaas.config is not set");
  }
}
