package io.tidepost.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.broker.option.OptionsRefusedException;
import io.tidepost.broker.storage.HostedPartition;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Topics and configurations through the newest client's `Admin`.
class AdminTest {

  @TempDir static Path directory;

  private static TestNode node;
  private static Admin admin;

  @BeforeAll
  static void start() throws StartException, OptionsRefusedException {
    node = TestNode.start(directory, "num.partitions=3", "log.retention.hours=24");
    admin = admin(node);
  }

  private static Admin admin(TestNode node) {
    Properties properties = new Properties();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, node.bootstrap());
    return Admin.create(properties);
  }

  @AfterAll
  static void stop() {
    admin.close();
    node.close();
  }

  private static <T extends Throwable> T failure(Class<T> type, KafkaFuture<?> future) {
    ExecutionException e = assertThrows(ExecutionException.class, future::get);
    return assertInstanceOf(type, e.getCause());
  }

  private static TopicDescription description(String topic) throws Exception {
    return Objects.requireNonNull(
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
  }

  private static KafkaFuture<Void> create(NewTopic topic) {
    return admin.createTopics(List.of(topic)).all();
  }

  private static Config describe(ConfigResource resource) throws Exception {
    return describe(admin, resource);
  }

  private static Config describe(Admin by, ConfigResource resource) throws Exception {
    return Objects.requireNonNull(
        by.describeConfigs(List.of(resource), new DescribeConfigsOptions().includeSynonyms(true))
            .all()
            .get()
            .get(resource));
  }

  private static ConfigResource topic(String name) {
    return new ConfigResource(ConfigResource.Type.TOPIC, name);
  }

  private static ConfigResource broker(String name) {
    return new ConfigResource(ConfigResource.Type.BROKER, name);
  }

  private static KafkaFuture<Void> alter(
      ConfigResource resource, OpType operation, String name, String value) {
    Collection<AlterConfigOp> change =
        List.of(new AlterConfigOp(new ConfigEntry(name, value), operation));
    return admin.incrementalAlterConfigs(Map.of(resource, change)).all();
  }

  private static HostedPartition hosted(String topic, int partition) throws Exception {
    var id = description(topic).topicId();
    Uuid ours = new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
    HostedPartition hosted = node.server().context().partitions().find(ours, partition);
    assertNotNull(hosted);
    return hosted;
  }

  @Test
  void aCreatedTopicTellsItsShapeAndConfigs() throws Exception {
    CreateTopicsResult result =
        admin.createTopics(
            List.of(
                new NewTopic("created", Optional.empty(), Optional.empty())
                    .configs(Map.of("retention.ms", "172800000"))));
    assertEquals(3, result.numPartitions("created").get());
    assertEquals(1, result.replicationFactor("created").get());
    assertNotEquals(org.apache.kafka.common.Uuid.ZERO_UUID, result.topicId("created").get());
    ConfigEntry retention = result.config("created").get().get("retention.ms");
    assertEquals("172800000", retention.value());
    assertEquals(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG, retention.source());
    assertTrue(admin.listTopics().names().get().contains("created"));
    assertEquals(172_800_000L, hosted("created", 2).leader().log().config().retentionMillis());
  }

  @Test
  void whatCannotBeCreatedSaysWhyInKafkasWords() throws Exception {
    create(new NewTopic("there", 1, (short) 1)).get();
    assertEquals(
        "Topic 'there' already exists.",
        failure(TopicExistsException.class, create(new NewTopic("there", 1, (short) 1)))
            .getMessage());
    failure(InvalidTopicException.class, create(new NewTopic("a b", 1, (short) 1)));
    failure(InvalidPartitionsException.class, create(new NewTopic("zero", 0, (short) 1)));
    assertTrue(
        String.valueOf(
                failure(
                        InvalidReplicationFactorException.class,
                        create(new NewTopic("two", 1, (short) 2)))
                    .getMessage())
            .startsWith("Unable to replicate the partition 2 time(s)"));
    assertEquals(
        "Unknown topic config name: retention.msx",
        failure(
                InvalidConfigurationException.class,
                create(new NewTopic("odd", 1, (short) 1).configs(Map.of("retention.msx", "1"))))
            .getMessage());
    assertEquals(
        "Invalid value -2 for configuration retention.ms: Value must be at least -1",
        failure(
                InvalidConfigurationException.class,
                create(new NewTopic("odd", 1, (short) 1).configs(Map.of("retention.ms", "-2"))))
            .getMessage());
    assertTrue(
        Set.of("zero", "two", "odd").stream()
            .noneMatch(name -> {
              try {
                return admin.listTopics().names().get().contains(name);
              } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
              }
            }));
  }

  @Test
  void validationAloneCreatesNothing() throws Exception {
    admin
        .createTopics(
            List.of(new NewTopic("dry", 1, (short) 1)),
            new CreateTopicsOptions().validateOnly(true))
        .all()
        .get();
    assertTrue(!admin.listTopics().names().get().contains("dry"));
  }

  @Test
  void topicsAreDeletedByNameAndById() throws Exception {
    create(new NewTopic("by-name", 1, (short) 1)).get();
    create(new NewTopic("by-id", 1, (short) 1)).get();
    admin.deleteTopics(List.of("by-name")).all().get();
    var id = description("by-id").topicId();
    admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all().get();
    assertTrue(admin.listTopics().names().get().stream().noneMatch(name -> name.startsWith("by-")));
    failure(UnknownTopicOrPartitionException.class, admin.deleteTopics(List.of("by-name")).all());
    failure(
        UnknownTopicIdException.class,
        admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all());
  }

  @Test
  void aTopicGrows() throws Exception {
    create(new NewTopic("grows", 2, (short) 1)).get();
    admin
        .createPartitions(
            Map.of("grows", NewPartitions.increaseTo(4)),
            new CreatePartitionsOptions().validateOnly(true))
        .all()
        .get();
    assertEquals(2, partitions("grows"));
    admin.createPartitions(Map.of("grows", NewPartitions.increaseTo(5))).all().get();
    assertEquals(5, partitions("grows"));
    assertNotNull(hosted("grows", 4));
    assertEquals(
        "Topic already has 5 partition(s).",
        failure(
                InvalidPartitionsException.class,
                admin.createPartitions(Map.of("grows", NewPartitions.increaseTo(5))).all())
            .getMessage());
    failure(
        InvalidPartitionsException.class,
        admin.createPartitions(Map.of("grows", NewPartitions.increaseTo(1))).all());
    failure(
        UnknownTopicOrPartitionException.class,
        admin.createPartitions(Map.of("nowhere", NewPartitions.increaseTo(2))).all());
  }

  private static int partitions(String topic) throws Exception {
    return description(topic).partitions().size();
  }

  @Test
  void changesOfATopicReachItsOpenLog() throws Exception {
    create(new NewTopic("changes", 1, (short) 1)).get();
    ConfigResource topic = topic("changes");
    alter(topic, OpType.SET, "retention.ms", "60000").get();
    alter(topic, OpType.APPEND, "cleanup.policy", "compact").get();
    HostedPartition hosted = hosted("changes", 0);
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofMinutes(2))
        .until(() -> {
          var config = hosted.leader().log().config();
          return config.retentionMillis() == 60_000 && config.compacts() && config.deletes();
        });
    assertEquals("delete,compact", describe(topic).get("cleanup.policy").value());
    alter(topic, OpType.SUBTRACT, "cleanup.policy", "delete").get();
    assertEquals("compact", describe(topic).get("cleanup.policy").value());
    alter(topic, OpType.DELETE, "retention.ms", "").get();
    ConfigEntry retention = describe(topic).get("retention.ms");
    assertEquals("86400000", retention.value(), "log.retention.hours=24 of the broker");
    assertEquals(ConfigEntry.ConfigSource.DEFAULT_CONFIG, retention.source());
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofMinutes(2))
        .until(() -> hosted.leader().log().config().retentionMillis() == 86_400_000);
  }

  @Test
  void aRefusedChangeChangesNothing() throws Exception {
    create(new NewTopic("refuses", 1, (short) 1)).get();
    ConfigResource topic = topic("refuses");
    assertEquals(
        "Invalid value many for configuration max.message.bytes: Not a number of type INT",
        failure(
                InvalidConfigurationException.class,
                alter(topic, OpType.SET, "max.message.bytes", "many"))
            .getMessage());
    failure(InvalidConfigurationException.class, alter(topic, OpType.SET, "bogus", "1"));
    failure(InvalidConfigurationException.class, alter(topic, OpType.APPEND, "retention.ms", "1"));
    failure(
        UnknownTopicOrPartitionException.class,
        alter(topic("nowhere"), OpType.SET, "retention.ms", "1"));
    Collection<AlterConfigOp> both =
        List.of(
            new AlterConfigOp(new ConfigEntry("retention.ms", "5"), OpType.SET),
            new AlterConfigOp(new ConfigEntry("segment.ms", "0"), OpType.SET));
    failure(
        InvalidConfigurationException.class,
        admin.incrementalAlterConfigs(Map.of(topic, both)).all());
    admin
        .incrementalAlterConfigs(
            Map.of(
                topic,
                List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "5"), OpType.SET))),
            new AlterConfigsOptions().validateOnly(true))
        .all()
        .get();
    assertTrue(describe(topic).get("retention.ms").isDefault());
  }

  @Test
  void aBrokersOptionsAreDescribedWithTheirSources() throws Exception {
    Config config = describe(broker("1"));
    ConfigEntry partitions = config.get("num.partitions");
    assertEquals("3", partitions.value());
    assertEquals(ConfigEntry.ConfigSource.STATIC_BROKER_CONFIG, partitions.source());
    assertTrue(partitions.isReadOnly());
    assertEquals(
        List.of("3", "1"),
        partitions.synonyms().stream().map(ConfigEntry.ConfigSynonym::value).toList());
    ConfigEntry password = config.get("ssl.key.password");
    assertTrue(password.isSensitive());
    assertNull(password.value());
    assertEquals(ConfigEntry.ConfigType.LIST, config.get("log.dirs").type());
    assertTrue(config.entries().size() > 300);
    Config documented =
        Objects.requireNonNull(
            admin
                .describeConfigs(
                    List.of(broker("1")), new DescribeConfigsOptions().includeDocumentation(true))
                .all()
                .get()
                .get(broker("1")));
    assertTrue(
        documented.entries().stream().allMatch(entry -> entry.documentation().endsWith(".")));
  }

  @Test
  void aBrokersOptionsChangeWhileItRunsAndSurviveARestart(@TempDir Path own) throws Exception {
    try (TestNode first = TestNode.start(own);
        Admin by = admin(first)) {
      set(by, broker(""), "log.retention.ms", "3600000");
      set(by, broker("1"), "max.connections.per.ip", "77");
      by.createTopics(List.of(new NewTopic("inherits", 1, (short) 1))).all().get();
      ConfigEntry retention = describe(by, topic("inherits")).get("retention.ms");
      assertEquals("3600000", retention.value());
      assertEquals(ConfigEntry.ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG, retention.source());
    }
    try (TestNode second = TestNode.start(own);
        Admin by = admin(second)) {
      assertEquals("3600000", describe(by, topic("inherits")).get("retention.ms").value());
      ConfigEntry connections = describe(by, broker("1")).get("max.connections.per.ip");
      assertEquals("77", connections.value());
      assertEquals(ConfigEntry.ConfigSource.DYNAMIC_BROKER_CONFIG, connections.source());
      assertEquals(
          // The second is there from the beginning: eligible leader replicas need it.
          Set.of("log.retention.ms", "min.insync.replicas"),
          describe(by, broker("")).entries().stream()
              .map(ConfigEntry::name)
              .collect(Collectors.toSet()));
    }
  }

  private static void set(Admin by, ConfigResource resource, String name, String value)
      throws Exception {
    by.incrementalAlterConfigs(
            Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(name, value), OpType.SET))))
        .all()
        .get();
  }

  @Test
  void boundsOnConnectionsFollowAtOnce(@TempDir Path own) throws Exception {
    try (TestNode bounded = TestNode.start(own);
        Admin by = admin(bounded)) {
      by.describeCluster().nodes().get();
      set(by, broker(""), "max.connections.per.ip", "1");
      try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), bounded.port())) {
        assertEquals(-1, refused.getInputStream().read());
      }
      set(by, broker(""), "max.connections.per.ip", "100");
      try (Admin another = admin(bounded)) {
        assertEquals(1, another.describeCluster().nodes().get().size());
      }
    }
  }

  @Test
  void whatNeedsARestartIsNotChangedAtRunTime() {
    assertEquals(
        "Cannot update these configs dynamically: [num.partitions]",
        failure(
                InvalidRequestException.class,
                alter(broker("1"), OpType.SET, "num.partitions", "5"))
            .getMessage());
    assertEquals(
        "Invalid value -1 for configuration max.connections: Value must be at least 0",
        failure(
                InvalidRequestException.class,
                alter(broker(""), OpType.SET, "max.connections", "-1"))
            .getMessage());
  }

  @Test
  void groupsAndMetricsSubscriptionsKeepTheirConfigs() throws Exception {
    ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, "g");
    alter(group, OpType.SET, "consumer.session.timeout.ms", "50000").get();
    ConfigEntry timeout = describe(group).get("consumer.session.timeout.ms");
    assertEquals("50000", timeout.value());
    assertEquals(ConfigEntry.ConfigSource.DYNAMIC_GROUP_CONFIG, timeout.source());
    assertEquals(
        "consumer.session.timeout.ms must be greater than or equal to"
            + " group.consumer.min.session.timeout.ms",
        failure(
                InvalidConfigurationException.class,
                alter(group, OpType.SET, "consumer.session.timeout.ms", "1"))
            .getMessage());
    ConfigResource metrics = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "m");
    alter(metrics, OpType.SET, "interval.ms", "5000").get();
    assertEquals("5000", describe(metrics).get("interval.ms").value());
    failure(InvalidRequestException.class, alter(metrics, OpType.SET, "bogus", "1"));
    Collection<ConfigResource> listed = admin.listConfigResources().all().get();
    assertTrue(listed.containsAll(List.of(group, metrics, broker("1"))), listed.toString());
  }

  @Test
  void loggersChangeTheirLevels() throws Exception {
    ConfigResource loggers = new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1");
    String name = "io.tidepost.broker.server.TidepostServer";
    alter(loggers, OpType.SET, name, "DEBUG").get();
    assertEquals("DEBUG", describe(loggers).get(name).value());
    alter(loggers, OpType.DELETE, name, "").get();
    assertNotEquals("DEBUG", describe(loggers).get(name).value());
    failure(InvalidConfigurationException.class, alter(loggers, OpType.SET, "no.such", "INFO"));
    failure(InvalidConfigurationException.class, alter(loggers, OpType.SET, name, "LOUD"));
    failure(InvalidRequestException.class, alter(loggers, OpType.DELETE, "root", ""));
  }

  @Test
  void theQuorumIsDescribed() throws Exception {
    QuorumInfo quorum = admin.describeMetadataQuorum().quorumInfo().get();
    assertEquals(1, quorum.leaderId());
    assertTrue(quorum.leaderEpoch() > 0);
    assertEquals(1, quorum.voters().size());
    assertEquals(List.of(), quorum.observers());
    QuorumInfo.ReplicaState voter = quorum.voters().getFirst();
    assertEquals(quorum.highWatermark(), voter.logEndOffset());
    assertNotEquals(org.apache.kafka.common.Uuid.ZERO_UUID, voter.replicaDirectoryId());
    long before = quorum.highWatermark();
    admin.createTopics(List.of(new NewTopic("quorum-moves", 1, (short) 1))).all().get();
    assertTrue(admin.describeMetadataQuorum().quorumInfo().get().highWatermark() > before);
  }
}
