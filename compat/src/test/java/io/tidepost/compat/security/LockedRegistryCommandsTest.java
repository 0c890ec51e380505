package io.tidepost.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.commandline.Tidepost;
import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tidepost schema`, `produce` and `consume` at a registry that is behind HTTPS and a login.
final class LockedRegistryCommandsTest {

  private static final String ORDER =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}";

  private static LockedNode node;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    Assumptions.assumeFalse(ServerUnderTest.isApacheKafka(), "this is about our own services");
    node = new LockedNode();
    try (Admin admin = node.user("boss").admin()) {
      Clients.get(admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all());
    }
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  private Tidepost tidepost(Map<String, String> environment) {
    return new Tidepost(folder, environment);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private String[] atRegistry(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of("--registry", node.address("registry"), "--registry-ca", "" + node.certificate()));
    return all.toArray(String[]::new);
  }

  private void assertRefused(String part, Map<String, String> environment, String... arguments) {
    try (ChildProcess process = tidepost(environment).start(null, arguments)) {
      assertEquals(1, process.awaitExit(Tidepost.LIMIT), process::describe);
      assertTrue(process.err().contains(part), process::describe);
    }
  }

  @Test
  void saysWhoAsksWithAPasswordFromAFileOrTheEnvironment() throws IOException {
    Path schema = file("order.avsc", ORDER);
    Path password = file("password", "boss-secret\n");
    String registered =
        tidepost(Map.of())
            .run(
                null,
                atRegistry(
                    "schema",
                    "register",
                    "by-file",
                    schema.toString(),
                    "--registry-user",
                    "boss",
                    "--registry-password-file",
                    password.toString()));
    assertTrue(registered.contains("1"), registered);
    Map<String, String> environment =
        Map.of("TIDEPOST_REGISTRY_USER", "boss", "TIDEPOST_REGISTRY_PASSWORD", "boss-secret");
    String subjects = tidepost(environment).run(null, atRegistry("schema", "subjects"));
    assertTrue(subjects.contains("by-file"), subjects);
  }

  @Test
  void saysWhoAsksWithAToken() throws IOException {
    long now = System.currentTimeMillis() / 1000;
    String claims =
        TokenIssuer.claims("boss", LockedNode.ISSUER, LockedNode.AUDIENCE, now - 100, now + 3600);
    Path token = file("token", TokenIssuer.signed(node.issuer().keys(), claims) + "\n");
    String mode =
        tidepost(Map.of())
            .run(null, atRegistry("schema", "mode", "--registry-token-file", token.toString()));
    assertTrue(mode.contains("READWRITE"), mode);
  }

  @Test
  void whatIsWrongIsSaidInOneSentence() throws IOException {
    Map<String, String> boss = Map.of("TIDEPOST_REGISTRY_USER", "boss:boss-secret");
    assertRefused("PKIX", boss, "schema", "subjects", "--registry", node.address("registry"));
    assertRefused(
        "the registry says: ",
        Map.of(),
        atRegistry("schema", "subjects", "--registry-user", "boss:wrong"));
    assertRefused(
        "what is the password of boss",
        Map.of(),
        atRegistry("schema", "subjects", "--registry-user", "boss"));
    Path none = file("none.pem", "nothing\n");
    assertRefused(
        "certificates",
        boss,
        "schema",
        "subjects",
        "--registry",
        node.address("registry"),
        "--registry-ca",
        none.toString());
  }

  /// One file for brokers and registry, as it is written for Confluent's serialisers.
  @Test
  void aFileOfPropertiesSaysEverything() throws IOException {
    Path config =
        file(
            "client.properties",
            """
            security.protocol=SASL_SSL
            sasl.mechanism=SCRAM-SHA-512
            sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
            username="boss" password="boss-secret";
            ssl.truststore.type=PEM
            ssl.truststore.location=%s
            schema.registry.url=%s
            basic.auth.credentials.source=USER_INFO
            basic.auth.user.info=boss:boss-secret
            schema.registry.ssl.truststore.type=PEM
            schema.registry.ssl.truststore.location=%s
            """
                .formatted(node.certificate(), node.address("registry"), node.certificate()));
    Path schema = file("order.avsc", ORDER);
    Path record = file("record", "{\"id\": \"a\"}\n");
    Tidepost tidepost = tidepost(Map.of("TIDEPOST_BOOTSTRAP", node.bootstrap()));
    tidepost.run(
        record,
        "produce",
        "orders",
        "--value-schema",
        schema.toString(),
        "--command-config",
        config.toString());
    String consumed =
        tidepost.run(
            null,
            "consume",
            "orders",
            "--from",
            "beginning",
            "--max-records",
            "1",
            "--command-config",
            config.toString());
    assertTrue(consumed.contains("{\"id\":\"a\"}"), consumed);
    String subjects =
        tidepost.run(null, "schema", "subjects", "--command-config", config.toString());
    assertTrue(subjects.contains("orders-value"), subjects);
  }

  @Test
  void aProfileSaysEverything() throws IOException {
    Map<String, String> home =
        Map.of("XDG_CONFIG_HOME", folder.resolve("home").toString(), "REGISTRY_PW", "boss-secret");
    Tidepost tidepost = tidepost(home);
    tidepost.run(
        null,
        "profile",
        "add",
        "locked",
        "-b",
        node.bootstrap(),
        "--registry",
        node.address("registry"),
        "--registry-user",
        "boss:${env:REGISTRY_PW}",
        "--registry-ca",
        node.certificate().toString());
    String mode = tidepost.run(null, "schema", "mode");
    assertTrue(mode.contains("READWRITE"), mode);
  }

  /// The same registry, with the same rights, at the port of the console.
  @Test
  void theRegistryAnswersBeneathTheConsole() throws IOException {
    Path schema = file("order.avsc", ORDER);
    Map<String, String> boss =
        Map.of(
            "TIDEPOST_REGISTRY",
            node.address("console") + "/registry",
            "TIDEPOST_REGISTRY_CA",
            node.certificate().toString(),
            "TIDEPOST_REGISTRY_USER",
            "boss:boss-secret");
    tidepost(boss).run(null, "schema", "register", "beneath", schema.toString());
    assertEquals("200", ask("registry", LockedNode.as("boss"), "/subjects/beneath/versions/1"));
    assertEquals(
        "200", ask("console", LockedNode.as("boss"), "/registry/subjects/beneath/versions/1"));
    assertEquals(
        "200",
        ask(
            "console",
            LockedNode.as("boss"),
            "/registry/contexts/.other/subjects?subjectPrefix=nothing"));
    assertEquals("401/401", ask("console", "", "/registry/subjects"));
    assertEquals("401/401", ask("console", "", "/registry"));
    assertEquals(
        "401/401", ask("console", LockedNode.basic("boss", "wrong"), "/registry/subjects"));
    assertEquals("404/404", ask("console", LockedNode.as("boss"), "/registry/no/such/path"));
  }

  /// A page of another site may make a browser send something, but not change anything by it.
  @Test
  void nothingIsChangedBeneathTheConsoleByOtherSites() throws Exception {
    try (HttpClient browser = node.client()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  URI.create(node.address("console") + "/registry/config/of-other-sites"))
              .header("Authorization", LockedNode.as("boss"))
              .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"NONE\"}"));
      HttpResponse.BodyHandler<String> text = HttpResponse.BodyHandlers.ofString();
      HttpRequest foreign = request.copy().header("Origin", "https://elsewhere.test").build();
      assertEquals(403, browser.send(foreign, text).statusCode());
      HttpRequest own = request.copy().header("Origin", node.address("console")).build();
      assertEquals(200, browser.send(own, text).statusCode());
    }
  }

  private static String ask(String service, String authorization, String path) {
    return node.ask(service, authorization, "GET", path, "application/json", null).verdict();
  }
}
