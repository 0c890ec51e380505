package io.tidepost.compat.security;

import static io.tidepost.compat.security.LockedNode.as;
import static io.tidepost.compat.security.LockedNode.basic;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.compat.foreign.NodePackage;
import io.tidepost.compat.security.LockedNode.Answer;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whoever locks every door keeps the whole platform: the registry, contracts, the REST proxy and
/// the console know the users of the brokers, and the same rules decide about them.
final class LockedNodeTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEMA =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}";

  private static LockedNode node;

  @BeforeAll
  static void start() throws IOException {
    Assumptions.assumeFalse(ServerUnderTest.isApacheKafka(), "this is about our own services");
    node = new LockedNode();
    try (Admin admin = node.user("boss").admin()) {
      List<UserScramCredentialAlteration> users = new ArrayList<>();
      for (String user : List.of("alice", "bob", "guest")) {
        users.add(
            new UserScramCredentialUpsertion(
                user,
                new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                user + "-secret"));
      }
      Clients.get(admin.alterUserScramCredentials(users).all());
      Map<String, String> strict = Map.of("tidepost.value.schema.validation", "full");
      Clients.get(
          admin
              .createTopics(
                  List.of(
                      new NewTopic("orders", 1, (short) 1),
                      new NewTopic("orders-strict", 1, (short) 1).configs(strict),
                      new NewTopic("alices", 1, (short) 1).configs(strict),
                      new NewTopic("secret", 1, (short) 1)))
              .all());
      Clients.get(
          admin
              .createAcls(
                  List.of(
                      allow("alice", ResourceType.TOPIC, "orders", AclOperation.ALL),
                      allow("alice", ResourceType.GROUP, "alices", AclOperation.READ),
                      allow("bob", ResourceType.TOPIC, "orders", AclOperation.READ),
                      allow("npm", ResourceType.TOPIC, "alices", AclOperation.ALL)))
              .all());
    }
    assertEquals("200", register(as("boss"), "secret-value").verdict());
  }

  private static AclBinding allow(
      String user, ResourceType type, String prefix, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(type, prefix, PatternType.PREFIXED),
        new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  private static Answer registry(
      String authorization, String method, String path, @Nullable String body) {
    return node.ask(
        "registry", authorization, method, path, "application/vnd.schemaregistry.v1+json", body);
  }

  private static Answer register(String authorization, String subject) {
    return registry(
        authorization,
        "POST",
        "/subjects/" + subject + "/versions",
        JSON.createObjectNode().put("schema", SCHEMA).toString());
  }

  private static String token(String user, long seconds) {
    long now = System.currentTimeMillis() / 1000;
    return TokenIssuer.claims(
        user, LockedNode.ISSUER, LockedNode.AUDIENCE, now - 100, now + seconds);
  }

  private static String bearer(String claims) {
    return "Bearer " + TokenIssuer.signed(node.issuer().keys(), claims);
  }

  @Test
  void nobodyAsksTheRegistryWithoutSayingWho() {
    Answer nameless = registry("", "GET", "/subjects", null);
    assertEquals("401/401", nameless.verdict());
    assertEquals(
        List.of("Basic realm=\"tidepost\"", "Bearer realm=\"tidepost\""),
        nameless.response().headers().allValues("WWW-Authenticate"));
    for (String wrong :
        List.of(
            basic("alice", "guessed"),
            basic("alice", ""),
            basic("nobody", "alice-secret"),
            basic("alice\0alice", "alice-secret"),
            "Basic ???",
            "Digest alice",
            "Bearer abc",
            "Bearer " + TokenIssuer.unsigned(token("alice", 600)),
            "Bearer " + TokenIssuer.signed(TokenIssuer.newKeys(), token("alice", 600)),
            bearer(token("alice", -10)))) {
      assertEquals("401/401", registry(wrong, "GET", "/subjects", null).verdict(), wrong);
    }
    assertEquals("200", registry(as("alice"), "GET", "/subjects", null).verdict());
    assertEquals("200", registry(bearer(token("alice", 600)), "GET", "/subjects", null).verdict());
  }

  @Test
  void rulesOfATopicCountForItsSubjects() {
    assertEquals("200", register(as("alice"), "orders-value").verdict());
    assertEquals("200", register(bearer(token("alice", 600)), "orders-key").verdict());
    String versions = "/subjects/orders-value/versions";
    assertEquals("200", registry(as("bob"), "GET", versions, null).verdict());
    Answer refused = register(as("bob"), "orders-value");
    assertEquals("403/40301", refused.verdict());
    assertEquals(
        "User:bob is denied operation WRITE on Subject: orders-value",
        refused.json().path("message").asText());
    assertEquals("403/40301", registry(as("guest"), "GET", versions, null).verdict());
    assertEquals(
        "403/40301", registry(as("bob"), "DELETE", "/subjects/orders-value", null).verdict());
    assertEquals(
        "403/40301",
        registry(as("bob"), "PUT", "/config/orders-value", "{\"compatibility\":\"NONE\"}")
            .verdict());
    assertEquals(
        "403/40301",
        registry(as("alice"), "PUT", "/config", "{\"compatibility\":\"NONE\"}").verdict());
    assertEquals("[]", registry(as("guest"), "GET", "/subjects", null).body());
    assertFalse(registry(as("alice"), "GET", "/subjects", null).body().contains("secret"));
    int id = registry(as("bob"), "GET", versions + "/1", null).json().path("id").asInt();
    assertEquals("200", registry(as("bob"), "GET", "/schemas/ids/" + id, null).verdict());
    assertEquals("404/40403", registry(as("guest"), "GET", "/schemas/ids/" + id, null).verdict());
  }

  @Test
  void noNameLeadsAroundTheRules() {
    for (String name :
        List.of(
            "secret-value",
            "orders%2F..%2F..%2Fsubjects%2Fsecret-value%2F..",
            "..%2Fsubjects%2Fsecret-value",
            ":.:secret-value",
            ":.other:orders-value",
            ":.orders:secret-value",
            ":.:",
            "%3A.%3Asecret-value")) {
      Answer answer = register(as("bob"), name);
      assertTrue(Set.of("403/40301", "404/404").contains(answer.verdict()), name + answer.body());
    }
    assertEquals(
        "403/40301",
        registry(as("alice"), "GET", "/subjects/:.:secret-value/versions", null).verdict());
    assertEquals(
        "403/40301",
        registry(as("alice"), "GET", "/contexts/.other/subjects/orders-value/versions", null)
            .verdict());
    assertEquals(
        "403/40301",
        registry(as("alice"), "GET", "/contexts/:.orders:/subjects/:.:secret-value/versions", null)
            .verdict());
    assertTrue(
        Set.of("404/404", "403/40301")
            .contains(
                registry(as("alice"), "GET", "/subjects/orders/../secret-value/versions", null)
                    .verdict()));
    // What is behind an alias, or comes with a reference, is as much a secret.
    assertEquals(
        "403/40301",
        registry(as("alice"), "PUT", "/config/orders-value", "{\"alias\":\"secret-value\"}")
            .verdict());
    String referring =
        "{\"schema\":\"\\\"Order\\\"\",\"references\":[{\"name\":\"Order\",\"subject\":\"secret-value\",\"version\":1}]}";
    assertEquals(
        "403/40301",
        registry(as("alice"), "POST", "/subjects/orders-x/versions", referring).verdict());
  }

  @Test
  void contractsAreKeptBehindLockedDoors() throws Exception {
    int id = register(as("alice"), "orders-strict-value").json().path("id").asInt();
    byte[] good =
        ByteBuffer.allocate(7).put((byte) 0).putInt(id).put((byte) 2).put((byte) 'a').array();
    try (var producer =
        new KafkaProducer<>(
            node.user("alice").options(Map.of()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      assertEquals(0, producer.send(new ProducerRecord<>("orders-strict", good)).get().offset());
      byte[] bad = "text".getBytes(StandardCharsets.UTF_8);
      ExecutionException refused =
          assertThrows(
              ExecutionException.class,
              () -> producer.send(new ProducerRecord<>("orders-strict", bad)).get());
      assertInstanceOf(InvalidRecordException.class, refused.getCause());
    }
  }

  private static Answer rest(
      String authorization, String method, String path, @Nullable String body) {
    return node.ask(
        "rest", authorization, method, path, "application/vnd.kafka.json.v2+json", body);
  }

  @Test
  void theProxyActsForWhoeverAsks() {
    String records = "{\"records\":[{\"value\":{\"id\":\"a\"}}]}";
    assertEquals("401/401", rest("", "GET", "/topics", null).verdict());
    assertEquals("401/401", rest(basic("alice", "x"), "POST", "/topics/orders", records).verdict());
    assertEquals("200", rest(as("alice"), "POST", "/topics/orders", records).verdict());
    assertEquals(
        "200", rest(bearer(token("alice", 600)), "POST", "/topics/orders", records).verdict());
    assertEquals("403/40301", rest(as("bob"), "POST", "/topics/orders", records).verdict());
    assertEquals("403/40301", rest(as("guest"), "POST", "/topics/orders", records).verdict());
    assertEquals("403/40301", rest(as("guest"), "POST", "/records/secret", "{}").verdict());
    assertEquals("[]", rest(as("guest"), "GET", "/topics", null).body());
    assertFalse(rest(as("bob"), "GET", "/topics", null).body().contains("secret"));

    Answer consumer =
        rest(
            as("alice"),
            "POST",
            "/consumers/alices",
            "{\"name\":\"one\",\"format\":\"json\",\"auto.offset.reset\":\"earliest\"}");
    assertEquals("200", consumer.verdict());
    assertTrue(consumer.body().contains("https://"), consumer.body());
    String base = "/consumers/alices/instances/one";
    String subscription = base + "/subscription";
    assertEquals(
        "404/40403", rest(as("bob"), "POST", subscription, "{\"topics\":[\"orders\"]}").verdict());
    assertEquals(
        "204", rest(as("alice"), "POST", subscription, "{\"topics\":[\"orders\"]}").verdict());
    StringBuilder read = new StringBuilder();
    await()
        .until(() -> {
          read.append(
              node.ask(
                      "rest",
                      as("alice"),
                      "GET",
                      base + "/records",
                      "application/vnd.kafka.json.v2+json",
                      null)
                  .body());
          return read.indexOf("\"id\":\"a\"") > 0;
        });
    assertEquals("404/40403", rest(as("bob"), "DELETE", base, null).verdict());
    assertEquals("204", rest(as("alice"), "DELETE", base, null).verdict());
  }

  @Test
  void aPasswordThatWasChangedOpensNothingAnyMore() {
    try (Admin admin = node.user("boss").admin()) {
      UserScramCredentialUpsertion before = password("changing", "before");
      Clients.get(admin.alterUserScramCredentials(List.of(before)).all());
      await()
          .until(() ->
              registry(basic("changing", "before"), "GET", "/subjects", null).status() == 200);
      Clients.get(admin.alterUserScramCredentials(List.of(password("changing", "after"))).all());
      await()
          .until(() ->
              registry(basic("changing", "before"), "GET", "/subjects", null).status() == 401);
      assertEquals("200", registry(basic("changing", "after"), "GET", "/subjects", null).verdict());
    }
  }

  private static UserScramCredentialUpsertion password(String user, String password) {
    return new UserScramCredentialUpsertion(
        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password);
  }

  @Test
  void peopleLogInToTheConsoleOverTls() throws Exception {
    try (HttpClient browser = node.client()) {
      assertTrue(page(browser, "/topics").body().contains("Log in with a user"));
      assertEquals(401, login(browser, "alice", "guessed").statusCode());
      HttpResponse<String> topics = login(browser, "alice", "alice-secret");
      assertTrue(topics.body().contains("/topics/orders"), topics.body());
      assertFalse(topics.body().contains("/topics/secret"), topics.body());
      assertTrue(
          topics
              .previousResponse()
              .orElseThrow()
              .headers()
              .firstValue("Set-Cookie")
              .orElse("")
              .contains("Secure"));
      register(as("alice"), "orders-seen");
      HttpResponse<String> schemas = page(browser, "/schemas");
      assertTrue(schemas.body().contains("orders-seen"), schemas.body());
      assertFalse(schemas.body().contains("secret"), schemas.body());
      assertEquals(403, page(browser, "/schemas/subjects/secret-value").statusCode());
      String home = page(browser, "/").body();
      assertTrue(home.contains(node.bootstrap()), home);
    }
  }

  private static HttpResponse<String> page(HttpClient browser, String path) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(URI.create(node.address("console") + path))
            .header("Accept", "text/html")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> login(HttpClient browser, String user, String password)
      throws Exception {
    String form =
        "to=%2Ftopics&user="
            + user
            + "&password="
            + URLEncoder.encode(password, StandardCharsets.UTF_8);
    return browser.send(
        HttpRequest.newBuilder(URI.create(node.address("console") + "/login"))
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void othersClientsWorkWithANameAndAPassword() throws IOException {
    try (Admin admin = node.user("boss").admin()) {
      Clients.get(admin.alterUserScramCredentials(List.of(password("npm", "npm-secret"))).all());
    }
    NodePackage.run(
        NodePackage.install("schemaregistry", "@confluentinc/schemaregistry"),
        "secured.js",
        node.bootstrap(),
        node.address("registry"),
        "alices",
        node.certificate().toString(),
        "npm",
        "npm-secret");
  }

  @Test
  void renewedCertificatesAreShownWithoutARestart() throws Exception {
    X509Certificate before = shown();
    node.renewKeys("second");
    await().until(() -> !shown().equals(before));
  }

  private static X509Certificate shown() throws Exception {
    try (HttpClient fresh = node.client()) {
      HttpResponse<String> answer =
          fresh.send(
              HttpRequest.newBuilder(URI.create(node.address("registry") + "/")).build(),
              HttpResponse.BodyHandlers.ofString());
      return (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
    }
  }
}
