package io.tidepost.broker.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
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
    List<String> values = new ArrayList<>();
    Map<String, Object> options =
        Map.of("bootstrap.servers", node.bootstrap(), "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(options, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> {
            consumer.poll(Duration.ofMillis(200)).forEach(each -> values.add(each.value()));
            return values.size() >= count;
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
      List<String> records = read(node, 1);
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
          .atMost(Duration.ofSeconds(30))
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
  void switchedOffNothingIsThere() throws Exception {
    try (TestNode node = TestNode.start(directory)) {
      new Asked(node).as("User:root", create("orders"), 7);
      assertFalse(node.server().context().authorizations().areChecked());
      assertNull(node.server().context().image().topics().byName(TOPIC));
    }
  }
}
