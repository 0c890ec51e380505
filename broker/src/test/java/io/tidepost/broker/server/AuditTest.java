package io.tidepost.broker.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.hostile.SaslPeer;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import io.tidepost.wire.message.CreateTopicsRequest;
import io.tidepost.wire.message.MetadataRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody did, as a client reads it from the topic.
class AuditTest {

  private static final String TOPIC = "__tidepost_audit";

  @TempDir Path directory;

  private static CreateTopicsRequest create(String name) {
    var request = new CreateTopicsRequest();
    var topic = new CreateTopicsRequest.CreatableTopic();
    topic.name = name;
    topic.numPartitions = 1;
    topic.replicationFactor = 1;
    request.topics.add(topic);
    return request;
  }

  private static List<String> read(TestNode node, int count) {
    return readUntil(node, values -> values.size() >= count);
  }

  private static List<String> readUntil(TestNode node, Predicate<List<String>> enough) {
    List<String> values = new ArrayList<>();
    Map<String, Object> options =
        Map.of("bootstrap.servers", node.bootstrap(), "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(options, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
      await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> {
            consumer.poll(Duration.ofMillis(200)).forEach(each -> values.add(each.value()));
            return enough.test(values);
          });
    }
    return values;
  }

  @Test
  void denialsAndChangesAreWrittenAndTrafficIsNot() throws Exception {
    try (TestNode node =
        TestNode.start(
            directory,
            "tidepost.audit.enable=true",
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users=User:root;User:ANONYMOUS")) {
      var asked = new Asked(node);
      asked.as("User:root", create("orders"), 7);
      asked.as("User:root", new MetadataRequest(), 13);
      Message refused = asked.as("User:mallory", create("secrets"), 7);
      assertEquals(Set.of(ErrorCode.TOPIC_AUTHORIZATION_FAILED), ErrorCodes.in(refused));
      List<String> records = read(node, 2);
      assertTrue(
          records.stream()
              .anyMatch(each ->
                  each.contains("\"principal\":\"User:root\"")
                      && each.contains("\"operation\":\"CREATE\"")
                      && each.contains("\"resource\":\"orders\"")
                      && each.contains("\"allowed\":true")),
          records::toString);
      assertTrue(
          records.stream()
              .anyMatch(each ->
                  each.contains("\"principal\":\"User:mallory\"")
                      && each.contains("\"api\":\"CreateTopics\"")
                      && each.contains("\"resource\":\"secrets\"")
                      && each.contains("\"allowed\":false")),
          records::toString);
      assertFalse(records.stream().anyMatch(each -> each.contains("DESCRIBE")), records::toString);
    }
  }

  @Test
  void everybodyIsNamedEvenWhereNobodyIsRefused() throws Exception {
    try (TestNode node =
            TestNode.start(directory, "tidepost.audit.enable=true", "tidepost.audit.traffic=true");
        Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrap()));
        var producer =
            new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", node.bootstrap(), "client.id", "till"),
                new StringSerializer(),
                new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all().get();
      producer.send(new ProducerRecord<>("orders", "very secret")).get();
      await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> node.server().context().image().topics().byName(TOPIC) != null);
      List<String> records = read(node, 3);
      assertTrue(
          records.stream()
              .anyMatch(each ->
                  each.contains("\"clientId\":\"till\"")
                      && each.contains("\"operation\":\"WRITE\"")
                      && each.contains("\"resource\":\"orders\"")),
          records::toString);
      assertFalse(records.toString().contains("very secret"));
    }
  }

  @Test
  void loginsAndChangesOfAccessAreWrittenWithoutSecrets() throws Exception {
    try (TestNode node =
            TestNode.start(
                directory,
                "listeners=PLAINTEXT://127.0.0.1:0,SASL://127.0.0.1:0",
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT",
                "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256",
                "tidepost.audit.enable=true",
                "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users=User:ANONYMOUS");
        Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrap()))) {
      var user = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);
      admin
          .alterUserScramCredentials(
              List.of(new UserScramCredentialUpsertion("alice", user, "secret-1")))
          .all()
          .get();
      admin
          .createAcls(
              List.of(
                  new AclBinding(
                      new ResourcePattern(ResourceType.TOPIC, "orders", PatternType.PREFIXED),
                      new AccessControlEntry(
                          "User:alice", "*", AclOperation.READ, AclPermissionType.ALLOW))))
          .all()
          .get();
      int port = node.port("SASL");
      try (var right = new SaslPeer(port);
          var wrong = new SaslPeer(port);
          var unknown = new SaslPeer(port)) {
        assertEquals(ErrorCode.NONE, right.scram("SCRAM-SHA-256", "alice", "secret-1"));
        assertEquals(ErrorCode.NONE, right.scram("SCRAM-SHA-256", "alice", "secret-1"));
        assertEquals(
            ErrorCode.SASL_AUTHENTICATION_FAILED,
            wrong.scram("SCRAM-SHA-256", "alice", "secret-2"));
        assertEquals(ErrorCode.NONE, unknown.handshake("PLAIN", 1));
        assertEquals(ErrorCode.SASL_AUTHENTICATION_FAILED, unknown.token("|secret-3|secret-4"));
      }
      // One more may be there: a client asks again when an answer takes long.
      List<String> expected =
          List.of(
              "\"operation\":\"ALTER\",\"resourceType\":\"USER\",\"resource\":\"alice\"",
              "\"operation\":\"CREATE\",\"resourceType\":\"ACL\",\"resource\":\"ALLOW User:alice"
                  + " READ on TOPIC orders (PREFIXED) from *\"",
              login("User:alice", "AUTHENTICATE", "SCRAM-SHA-256", true),
              login("User:alice", "REAUTHENTICATE", "SCRAM-SHA-256", true),
              login("User:alice", "AUTHENTICATE", "SCRAM-SHA-256", false),
              login("", "AUTHENTICATE", "PLAIN", false));
      List<String> records =
          readUntil(
              node,
              values ->
                  expected.stream()
                      .allMatch(one -> values.stream().anyMatch(each -> each.contains(one))));
      assertFalse(records.toString().contains("secret"), records::toString);
    }
  }

  private static String login(String who, String what, String mechanism, boolean allowed) {
    return "\"principal\":\""
        + who
        + "\",\"host\":\"127.0.0.1\",\"clientId\":\"\",\"api\":\"\",\"operation\":\""
        + what
        + "\",\"resourceType\":\"LISTENER\",\"resource\":\"SASL\",\"detail\":\""
        + mechanism
        + "\",\"allowed\":"
        + allowed;
  }

  @Test
  void switchedOffNothingIsThere() throws Exception {
    try (TestNode node = TestNode.start(directory)) {
      new Asked(node).as("User:root", create("orders"), 7);
      assertFalse(node.server().context().authorizations().areChecked());
      assertNull(node.server().context().image().topics().byName(TOPIC));
    }
  }
}
