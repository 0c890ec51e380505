package io.tidepost.compat.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Topics are created, described, changed and deleted through the admin client, and wrong wishes
/// get Kafka's own errors.
@ExtendWith(Shared.class)
@Tag("three-nodes")
final class TopicsTest {
  private final Clients clients;

  TopicsTest(ServerUnderTest server) {
    this.clients = new Clients(server);
  }

  @Test
  void aTopicIsCreatedDescribedAndDeleted() {
    String topic = clients.topic("lifecycle", 3, Map.of("cleanup.policy", "delete"));
    try (Admin admin = clients.admin()) {
      assertTrue(Clients.get(admin.listTopics().names()).contains(topic));
      TopicDescription description =
          Clients.of(Clients.get(admin.describeTopics(List.of(topic)).allTopicNames()), topic);
      assertEquals(3, description.partitions().size());
      assertNotEquals(org.apache.kafka.common.Uuid.ZERO_UUID, description.topicId());
      description
          .partitions()
          .forEach(partition -> assertEquals(partition.replicas(), partition.isr()));
      Clients.get(admin.deleteTopics(List.of(topic)).all());
      await()
          .atMost(Clients.LIMIT)
          .until(() -> !Clients.get(admin.listTopics().names()).contains(topic));
      assertInstanceOf(
          UnknownTopicOrPartitionException.class,
          Clients.failure(admin.describeTopics(List.of(topic)).allTopicNames()));
    }
  }

  @Test
  void aTopicThatWasDeletedAndCreatedAgainIsEmpty() {
    String topic = clients.topic("again", 1);
    clients.writeNumbers(topic, 0, 1, 10);
    try (Admin admin = clients.admin()) {
      Clients.get(admin.deleteTopics(List.of(topic)).all());
      await()
          .atMost(Clients.LIMIT)
          .until(() -> !Clients.get(admin.listTopics().names()).contains(topic));
      Clients.get(admin.createTopics(List.of(Clients.newTopic(topic, 1))).all());
    }
    clients.writeNumbers(topic, 0, 11, 12);
    assertEquals(Clients.numbers(11, 12), Clients.values(clients.readAll(topic)));
  }

  @Test
  void wrongTopicsAreRefusedWithKafkasErrors() {
    String topic = clients.topic("taken", 1);
    try (Admin admin = clients.admin()) {
      assertInstanceOf(
          TopicExistsException.class, creation(admin, new NewTopic(topic, 1, (short) 1)));
      assertInstanceOf(
          InvalidTopicException.class, creation(admin, new NewTopic("white space", 1, (short) 1)));
      assertInstanceOf(
          InvalidTopicException.class,
          creation(admin, new NewTopic("x".repeat(250), 1, (short) 1)));
      assertInstanceOf(
          InvalidTopicException.class, creation(admin, new NewTopic("..", 1, (short) 1)));
      assertInstanceOf(
          InvalidPartitionsException.class,
          creation(admin, new NewTopic("no-partitions", 0, (short) 1)));
      assertInstanceOf(
          InvalidReplicationFactorException.class,
          creation(admin, new NewTopic("rf", 1, (short) 4)));
      NewTopic config =
          new NewTopic("bad-config", 1, (short) 1).configs(Map.of("retention.ms", "soon"));
      assertInstanceOf(InvalidConfigurationException.class, creation(admin, config));
      NewTopic unknown =
          new NewTopic("unknown-config", 1, (short) 1).configs(Map.of("retention.millis", "1"));
      assertInstanceOf(InvalidConfigurationException.class, creation(admin, unknown));
      Set<String> names = Clients.get(admin.listTopics().names());
      for (String refused : List.of("no-partitions", "rf", "bad-config", "unknown-config")) {
        assertFalse(names.contains(refused), refused);
      }
    }
  }

  @Test
  void validateOnlyCreatesNothing() {
    String topic = Clients.unique("validated");
    try (Admin admin = clients.admin()) {
      var options = new CreateTopicsOptions().validateOnly(true);
      Clients.get(admin.createTopics(List.of(Clients.newTopic(topic, 2)), options).all());
      assertFalse(Clients.get(admin.listTopics().names()).contains(topic));
    }
  }

  @Test
  void fewerPartitionsAndUnknownTopicsAreRefused() {
    String topic = clients.topic("shrunk", 3);
    try (Admin admin = clients.admin()) {
      assertInstanceOf(
          InvalidPartitionsException.class,
          Clients.failure(
              admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2))).all()));
      assertInstanceOf(
          UnknownTopicOrPartitionException.class,
          Clients.failure(
              admin.createPartitions(Map.of("nobody", NewPartitions.increaseTo(2))).all()));
      assertInstanceOf(
          UnknownTopicOrPartitionException.class,
          Clients.failure(admin.deleteTopics(List.of("nobody")).all()));
    }
  }

  @Test
  void configsAreSetAppendedAndRemoved() {
    String topic = clients.topic("configured", 1);
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = clients.admin()) {
      alter(admin, resource, "cleanup.policy", "compact", AlterConfigOp.OpType.APPEND);
      awaitConfig(admin, resource, "cleanup.policy", "delete,compact");
      alter(admin, resource, "cleanup.policy", "delete", AlterConfigOp.OpType.SUBTRACT);
      awaitConfig(admin, resource, "cleanup.policy", "compact");
      alter(admin, resource, "cleanup.policy", "", AlterConfigOp.OpType.DELETE);
      awaitConfig(admin, resource, "cleanup.policy", "delete");
      await().until(() -> config(admin, resource, "cleanup.policy").isDefault());
      var wrong =
          new AlterConfigOp(new ConfigEntry("segment.bytes", "-5"), AlterConfigOp.OpType.SET);
      assertInstanceOf(
          InvalidConfigurationException.class,
          Clients.failure(admin.incrementalAlterConfigs(Map.of(resource, List.of(wrong))).all()));
    }
  }

  @Test
  void theClusterAndItsNodesAreDescribed() {
    try (Admin admin = clients.admin()) {
      var cluster = admin.describeCluster();
      Collection<Node> nodes = Clients.get(cluster.nodes());
      assertEquals(ServerUnderTest.nodes(), nodes.size());
      Node node = nodes.iterator().next();
      assertEquals("127.0.0.1", node.host());
      assertFalse(Clients.get(cluster.clusterId()).isEmpty());
      assertTrue(nodes.contains(Clients.get(cluster.controller())));
      ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
      assertTrue(
          Clients.of(Clients.get(admin.describeConfigs(List.of(broker)).all()), broker)
              .get("log.dirs")
              .value()
              .contains("data"));
    }
  }

  @Test
  void aTopicComesIntoBeingWhenItIsFirstWrittenTo() {
    String topic = Clients.unique("auto");
    try (Producer<String, String> producer = clients.producer()) {
      assertEquals(0, Clients.get(producer.send(new ProducerRecord<>(topic, "k", "v"))).offset());
    }
    assertEquals(List.of("v"), Clients.values(clients.readAll(topic)));
  }

  @Test
  void aReaderMayForbidThatItsTopicComesIntoBeing() {
    String topic = Clients.unique("not-auto");
    try (Consumer<String, String> consumer =
            clients.consumer(Map.of("allow.auto.create.topics", false));
        Admin admin = clients.admin()) {
      consumer.partitionsFor(topic);
      assertFalse(Clients.get(admin.listTopics().names()).contains(topic));
    }
  }

  private static Throwable creation(Admin admin, NewTopic topic) {
    return Clients.failure(admin.createTopics(List.of(topic)).all());
  }

  private static ConfigEntry config(Admin admin, ConfigResource resource, String name) {
    KafkaFuture<Map<ConfigResource, org.apache.kafka.clients.admin.Config>> configs =
        admin.describeConfigs(List.of(resource)).all();
    return Clients.of(Clients.get(configs), resource).get(name);
  }

  /// Whichever node is asked hears of a change a moment after it was answered.
  private static void awaitConfig(
      Admin admin, ConfigResource resource, String name, String expected) {
    await().untilAsserted(() -> assertEquals(expected, config(admin, resource, name).value()));
  }

  private static void alter(
      Admin admin, ConfigResource resource, String name, String value, AlterConfigOp.OpType type) {
    AlterConfigOp change = new AlterConfigOp(new ConfigEntry(name, value), type);
    Clients.get(admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
  }
}
