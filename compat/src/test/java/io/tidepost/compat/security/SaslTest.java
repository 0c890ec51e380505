package io.tidepost.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.certificate.Authority;
import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.DuplicateResourceException;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.UnacceptableCredentialException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// PLAIN and SCRAM: clients of three makes get in with the right password and not with another;
/// users are made, described and removed.
@ExtendWith(Shared.class)
final class SaslTest {

  private static final Path FOLDER = Shared.temporary("sasl");
  private static final Authority AUTHORITY = new Authority(FOLDER.resolve("authority"));
  private static final String PASSWORD = "wonderland, \"quoted\"";

  private static SecureServer server;

  @BeforeAll
  static void start() {
    Map<String, String> protocols = new LinkedHashMap<>();
    protocols.put("PLAINTEXT", "PLAINTEXT");
    protocols.put("SASL", "SASL_PLAINTEXT");
    protocols.put("BOTH", "SASL_SSL");
    Map<String, String> options = new LinkedHashMap<>();
    options.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
    options.put("ssl.keystore.type", "PKCS12");
    options.put(
        "ssl.keystore.location", AUTHORITY.sign("server", "CN=localhost,O=Test").toString());
    options.put("ssl.keystore.password", Authority.PASSWORD);
    options.put("ssl.key.password", Authority.PASSWORD);
    for (String listener : List.of("sasl", "both")) {
      String prefix = "listener.name." + listener + ".";
      options.put(
          prefix + "plain.sasl.jaas.config",
          "org.apache.kafka.common.security.plain.PlainLoginModule required"
              + " user_admin=\"admin-secret\" user_bob=\"builder\";");
      for (String mechanism : List.of("scram-sha-256", "scram-sha-512")) {
        options.put(
            prefix + mechanism + ".sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required;");
      }
    }
    server = new SecureServer(protocols, options).started();
    set("alice", ScramMechanism.SCRAM_SHA_256, 4096, PASSWORD);
    set("alice", ScramMechanism.SCRAM_SHA_512, 8192, PASSWORD);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Admin plaintext() {
    return server.clients("PLAINTEXT", Map.of()).admin();
  }

  private static void set(String user, ScramMechanism mechanism, int iterations, String password) {
    try (Admin admin = plaintext()) {
      var info = new ScramCredentialInfo(mechanism, iterations);
      Clients.get(
          admin
              .alterUserScramCredentials(
                  List.of(new UserScramCredentialUpsertion(user, info, password)))
              .all());
    }
  }

  static Map<String, String> login(String mechanism, String user, String password) {
    Map<String, String> all = new HashMap<>();
    all.put("security.protocol", "SASL_PLAINTEXT");
    all.put("sasl.mechanism", mechanism);
    String module =
        mechanism.equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    all.put(
        "sasl.jaas.config",
        "%s required username=\"%s\" password=\"%s\";"
            .formatted(module, user, password.replace("\"", "\\\"")));
    return all;
  }

  private static Map<String, String> encrypted(Map<String, String> login) {
    Map<String, String> all = new HashMap<>(login);
    all.put("security.protocol", "SASL_SSL");
    all.put("ssl.truststore.type", "PEM");
    all.put("ssl.truststore.location", AUTHORITY.certificate().toString());
    return all;
  }

  @Test
  void theRightPasswordOpens() {
    List<Map<String, String>> logins = new ArrayList<>();
    logins.add(login("PLAIN", "bob", "builder"));
    logins.add(login("SCRAM-SHA-256", "alice", PASSWORD));
    logins.add(login("SCRAM-SHA-512", "alice", PASSWORD));
    if (!ServerUnderTest.isApacheKafka()) {
      logins.add(login("PLAIN", "alice", PASSWORD));
    }
    for (Map<String, String> login : logins) {
      server.clients("SASL", login).exercise(20, 20);
      server.clients("BOTH", encrypted(login)).exercise(20, 20_000);
    }
  }

  @Test
  void anotherPasswordDoesNot() {
    List<Map<String, String>> logins =
        List.of(
            login("PLAIN", "bob", "destroyer"),
            login("PLAIN", "nobody", "builder"),
            login("PLAIN", "alice", "oops"),
            login("SCRAM-SHA-256", "alice", "oops"),
            login("SCRAM-SHA-512", "nobody", PASSWORD));
    for (Map<String, String> login : logins) {
      try (Admin admin = server.clients("SASL", login).admin()) {
        Throwable failure = Clients.failure(admin.describeCluster().nodes());
        assertInstanceOf(SaslAuthenticationException.class, failure);
        String expected =
            Objects.requireNonNull(login.get("sasl.mechanism")).equals("PLAIN")
                ? "Authentication failed: Invalid username or password"
                : "Authentication failed during authentication due to invalid credentials with SASL"
                    + " mechanism "
                    + login.get("sasl.mechanism");
        assertEquals(expected, failure.getMessage());
      }
    }
  }

  @Test
  void aMechanismThatIsNotEnabledIsRefused() {
    Map<String, String> login = new HashMap<>(login("PLAIN", "bob", "builder"));
    login.put("sasl.mechanism", "OAUTHBEARER");
    login.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
            + " unsecuredLoginStringClaim_sub=\"bob\";");
    try (Admin admin = server.clients("SASL", login).admin()) {
      assertInstanceOf(
          UnsupportedSaslMechanismException.class,
          Clients.failure(admin.describeCluster().nodes()));
    }
  }

  @Test
  void usersAreMadeDescribedAndRemoved() {
    String user = Clients.unique("carol");
    try (Admin admin = plaintext()) {
      set(user, ScramMechanism.SCRAM_SHA_512, 4096, "first");
      set(user, ScramMechanism.SCRAM_SHA_512, 10_000, "second");
      var described =
          Clients.get(admin.describeUserScramCredentials(List.of(user)).description(user));
      assertEquals(
          List.of(new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 10_000)),
          described.credentialInfos());
      assertTrue(
          Clients.get(admin.describeUserScramCredentials().users())
              .containsAll(List.of("alice", user)));
      var deletion = new UserScramCredentialDeletion(user, ScramMechanism.SCRAM_SHA_512);
      var info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);
      assertInstanceOf(
          DuplicateResourceException.class,
          Clients.failure(
              admin
                  .alterUserScramCredentials(
                      List.of(deletion, new UserScramCredentialUpsertion(user, info, "x")))
                  .all()));
      for (int iterations : new int[] {4095, 16385}) {
        var unacceptable = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, iterations);
        assertInstanceOf(
            UnacceptableCredentialException.class,
            Clients.failure(
                admin
                    .alterUserScramCredentials(
                        List.of(new UserScramCredentialUpsertion(user, unacceptable, "x")))
                    .all()));
      }
      server.clients("SASL", login("SCRAM-SHA-512", user, "second")).exercise(1, 1);
      Clients.get(admin.alterUserScramCredentials(List.of(deletion)).all());
      assertInstanceOf(
          ResourceNotFoundException.class,
          Clients.failure(admin.alterUserScramCredentials(List.of(deletion)).all()));
      assertInstanceOf(
          ResourceNotFoundException.class,
          Clients.failure(admin.describeUserScramCredentials(List.of(user)).description(user)));
    }
    try (Admin admin = server.clients("SASL", login("SCRAM-SHA-512", user, "second")).admin()) {
      assertInstanceOf(
          SaslAuthenticationException.class, Clients.failure(admin.describeCluster().nodes()));
    }
  }

  @Test
  void kafkaConfigsMakesUsers(ApacheTools tools) {
    String user = Clients.unique("dave");
    String[] start = {
      "--bootstrap-server",
      "127.0.0.1:" + server.port("PLAINTEXT"),
      "--entity-type",
      "users",
      "--entity-name",
      user
    };
    var add = new ArrayList<>(List.of(start));
    add.addAll(List.of("--alter", "--add-config", "SCRAM-SHA-256=[iterations=8192,password=x]"));
    tools.run("kafka.admin.ConfigCommand", add, "").orThrow();
    server.clients("SASL", login("SCRAM-SHA-256", user, "x")).exercise(1, 1);
    var delete = new ArrayList<>(List.of(start));
    delete.addAll(List.of("--alter", "--delete-config", "SCRAM-SHA-256"));
    tools.run("kafka.admin.ConfigCommand", delete, "").orThrow();
  }

  @Test
  void kcatLogsIn() throws IOException {
    Path kcat = Places.executable("kcat", "apt-get install kcat");
    for (String mechanism : List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")) {
      boolean plain = mechanism.equals("PLAIN");
      List<String> command = new ArrayList<>(List.of(kcat.toString(), "-L", "-J"));
      command.addAll(List.of("-b", "localhost:" + server.port("BOTH")));
      command.addAll(List.of("-X", "security.protocol=SASL_SSL"));
      command.addAll(List.of("-X", "ssl.ca.location=" + AUTHORITY.certificate()));
      command.addAll(List.of("-X", "sasl.mechanisms=" + mechanism));
      command.addAll(List.of("-X", "sasl.username=" + (plain ? "bob" : "alice")));
      command.addAll(List.of("-X", "sasl.password=" + (plain ? "builder" : PASSWORD)));
      try (ChildProcess run = ChildProcess.start("kcat", FOLDER, command)) {
        assertEquals(0, run.awaitExit(Clients.LIMIT), run::describe);
        assertTrue(run.out().contains("\"brokers\""), run::describe);
      }
    }
  }

  @Test
  void kafkaJsLogsIn() throws IOException {
    Path folder = io.tidepost.compat.foreign.KafkaJs.installed();
    Path script = folder.resolve("login.js");
    Files.writeString(
        script,
        """
        const fs = require('fs');
        const { Kafka, logLevel } = require('kafkajs');
        const [brokers, ca, mechanism, username, password, topic] = process.argv.slice(2);
        const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.ERROR, retry: { retries: 0 },
          ssl: { ca: [fs.readFileSync(ca)] }, sasl: { mechanism, username, password } });
        (async () => {
          const producer = kafka.producer();
          await producer.connect();
          await producer.send({ topic, messages: [{ value: 'one' }] });
          await producer.disconnect();
          console.log('ok');
        })().catch(e => { console.error(e.message); process.exit(1); });
        """);
    String topic = server.clients("PLAINTEXT", Map.of()).clients().topic("js", 1);
    for (String mechanism : List.of("plain", "scram-sha-256", "scram-sha-512")) {
      boolean plain = mechanism.equals("plain");
      List<String> command =
          List.of(
              Places.executable("node", "apt-get install nodejs").toString(),
              script.toString(),
              "localhost:" + server.port("BOTH"),
              AUTHORITY.certificate().toString(),
              mechanism,
              plain ? "bob" : "alice",
              plain ? "builder" : PASSWORD,
              topic);
      try (ChildProcess run = ChildProcess.start("login", folder, command)) {
        assertEquals(0, run.awaitExit(Clients.LIMIT), run::describe);
        assertEquals("ok", run.out().strip(), run::describe);
      }
    }
  }
}
