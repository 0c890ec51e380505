package io.tidepost.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.security.SecureServer.SecureClients;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Access control as the newest clients and Apache's own tool see it: a user who may do nothing,
/// and users who may do what somebody granted them.
@ExtendWith(Shared.class)
final class AccessTest {

  private static GuardedServer server;
  private static SecureClients operator;

  private final ApacheTools tools;

  AccessTest(ApacheTools tools) {
    this.tools = tools;
  }

  @BeforeAll
  static void start() {
    server = new GuardedServer("nobody", "reader", "writer", "denied", "tooled", "boss");
    operator = server.operator();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String topic() {
    String topic = Clients.unique("access");
    try (Admin admin = operator.admin()) {
      Clients.get(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all());
    }
    return topic;
  }

  private static void grant(
      String user, ResourceType type, String name, PatternType pattern, AclOperation operation) {
    entry(user, type, name, pattern, operation, AclPermissionType.ALLOW);
  }

  private static void entry(
      String user,
      ResourceType type,
      String name,
      PatternType pattern,
      AclOperation operation,
      AclPermissionType permission) {
    try (Admin admin = operator.admin()) {
      var binding =
          new AclBinding(
              new ResourcePattern(type, name, pattern),
              new AccessControlEntry("User:" + user, "*", operation, permission));
      Clients.get(admin.createAcls(List.of(binding)).all());
    }
  }

  private static void refused(Class<? extends Exception> kind, Future<?> answer) {
    ExecutionException thrown =
        assertThrows(
            ExecutionException.class,
            () -> answer.get(Clients.LIMIT.toSeconds(), TimeUnit.SECONDS));
    assertInstanceOf(kind, thrown.getCause());
  }

  @Test
  void whoMayDoNothingIsRefusedEverythingAboutTopics() {
    String topic = topic();
    try (Admin admin = server.user("nobody").admin()) {
      for (String name : List.of(topic, Clients.unique("missing"))) {
        refused(
            TopicAuthorizationException.class, admin.describeTopics(List.of(name)).allTopicNames());
        refused(TopicAuthorizationException.class, admin.deleteTopics(List.of(name)).all());
        refused(
            TopicAuthorizationException.class,
            admin.createPartitions(Map.of(name, NewPartitions.increaseTo(3))).all());
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        refused(TopicAuthorizationException.class, admin.describeConfigs(List.of(resource)).all());
        refused(
            TopicAuthorizationException.class,
            admin
                .incrementalAlterConfigs(
                    Map.of(
                        resource,
                        List.of(
                            new AlterConfigOp(
                                new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET))))
                .all());
      }
      refused(
          TopicAuthorizationException.class,
          admin.createTopics(List.of(new NewTopic(Clients.unique("new"), 1, (short) 1))).all());
      refused(
          TopicAuthorizationException.class,
          admin
              .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(0)))
              .all());
      assertEquals(Set.of(), Clients.get(admin.listTopics().names()));
    }
  }

  @Test
  void whoMayDoNothingIsRefusedEverythingAboutTheClusterAndGroups() {
    try (Admin admin = server.user("nobody").admin()) {
      refused(
          ClusterAuthorizationException.class, admin.describeAcls(AclBindingFilter.ANY).values());
      refused(
          ClusterAuthorizationException.class,
          admin.deleteAcls(List.of(AclBindingFilter.ANY)).all());
      refused(ClusterAuthorizationException.class, admin.describeMetadataQuorum().quorumInfo());
      refused(ClusterAuthorizationException.class, admin.describeUserScramCredentials().all());
      refused(
          ClusterAuthorizationException.class, admin.describeLogDirs(List.of(1)).allDescriptions());
      refused(
          ClusterAuthorizationException.class,
          admin
              .describeConfigs(List.of(new ConfigResource(ConfigResource.Type.BROKER, "1")))
              .all());
      String group = Clients.unique("group");
      refused(
          GroupAuthorizationException.class, admin.describeConsumerGroups(List.of(group)).all());
      refused(GroupAuthorizationException.class, admin.deleteConsumerGroups(List.of(group)).all());
      refused(
          GroupAuthorizationException.class,
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      refused(
          GroupAuthorizationException.class,
          admin
              .alterConsumerGroupOffsets(
                  group, Map.of(new TopicPartition("t", 0), new OffsetAndMetadata(1)))
              .all());
      assertEquals(List.of(), List.copyOf(Clients.get(admin.listGroups().all())));
      assertEquals(
          Set.of(),
          Clients.get(
              admin
                  .describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true))
                  .authorizedOperations()));
    }
  }

  @Test
  void whoMayDoNothingNeitherWritesNorReads() {
    String topic = topic();
    SecureClients nobody = server.user("nobody");
    try (Producer<String, String> producer =
        nobody.clients().producer(nobody.options(Map.of("enable.idempotence", false)))) {
      refused(
          TopicAuthorizationException.class, producer.send(new ProducerRecord<>(topic, "value")));
    }
    try (Producer<String, String> producer = nobody.clients().producer(nobody.options(Map.of()))) {
      ExecutionException thrown =
          assertThrows(
              ExecutionException.class,
              () ->
                  producer
                      .send(new ProducerRecord<>(topic, "value"))
                      .get(Clients.LIMIT.toSeconds(), TimeUnit.SECONDS));
      assertTrue(
          thrown.getCause() instanceof ClusterAuthorizationException
              || thrown.getCause() instanceof TopicAuthorizationException,
          thrown::toString);
    }
    try (Producer<String, String> producer =
        nobody.clients().producer(nobody.options(Map.of("transactional.id", "anything")))) {
      assertThrows(TransactionalIdAuthorizationException.class, () -> producer.initTransactions());
    }
    try (var consumer = nobody.clients().consumer(nobody.options(Map.of()))) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      assertThrows(TopicAuthorizationException.class, () -> consumer.poll(Clients.LIMIT));
    }
    for (String protocol : List.of("classic", "consumer")) {
      try (var consumer =
          nobody
              .clients()
              .consumer(
                  nobody.options(Map.of("group.id", "anything", "group.protocol", protocol)))) {
        consumer.subscribe(List.of(topic));
        assertThrows(AuthorizationException.class, () -> consumer.poll(Clients.LIMIT));
      }
    }
  }

  @Test
  void writersWriteInTransactionsAndReadersReadWhatTheyMay() {
    String topic = topic();
    String prefix = topic.substring(0, topic.length() - 1);
    grant("writer", ResourceType.TOPIC, topic, PatternType.LITERAL, AclOperation.WRITE);
    grant("writer", ResourceType.TRANSACTIONAL_ID, "w", PatternType.PREFIXED, AclOperation.WRITE);
    grant("reader", ResourceType.TOPIC, prefix, PatternType.PREFIXED, AclOperation.READ);
    grant("reader", ResourceType.GROUP, "mine", PatternType.LITERAL, AclOperation.READ);
    SecureClients writer = server.user("writer");
    try (Producer<String, String> producer =
        writer.clients().producer(writer.options(Map.of("transactional.id", "writer-1")))) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < 10; i++) {
        producer.send(new ProducerRecord<>(topic, "value " + i));
      }
      producer.commitTransaction();
    }
    try (Producer<String, String> producer = writer.clients().producer(writer.options(Map.of()))) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "idempotent")));
    }
    SecureClients reader = server.user("reader");
    try (var consumer =
        reader
            .clients()
            .consumer(reader.options(Map.of("group.id", "mine", "group.protocol", "classic")))) {
      consumer.subscribe(List.of(topic));
      assertEquals(11, Clients.read(consumer, 11).size());
      consumer.commitSync();
    }
    try (Admin admin = reader.admin()) {
      assertEquals(Set.of(topic), Clients.get(admin.listTopics().names()));
      assertEquals(
          EnumSet.of(AclOperation.READ, AclOperation.DESCRIBE),
          Clients.of(
                  Clients.get(
                      admin
                          .describeTopics(
                              List.of(topic),
                              new DescribeTopicsOptions().includeAuthorizedOperations(true))
                          .allTopicNames()),
                  topic)
              .authorizedOperations());
      assertEquals(1, Clients.get(admin.describeConsumerGroups(List.of("mine")).all()).size());
      refused(TopicAuthorizationException.class, admin.deleteTopics(List.of(topic)).all());
    }
    try (Producer<String, String> producer =
        reader.clients().producer(reader.options(Map.of("enable.idempotence", false)))) {
      refused(TopicAuthorizationException.class, producer.send(new ProducerRecord<>(topic, "x")));
    }
  }

  @Test
  void aDenialCountsMoreThanAPermissionAtOnce() {
    String topic = topic();
    grant("denied", ResourceType.TOPIC, "*", PatternType.LITERAL, AclOperation.ALL);
    SecureClients denied = server.user("denied");
    try (Producer<String, String> producer =
        denied.clients().producer(denied.options(Map.of("enable.idempotence", false)))) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "allowed")));
      entry(
          "denied",
          ResourceType.TOPIC,
          topic,
          PatternType.LITERAL,
          AclOperation.WRITE,
          AclPermissionType.DENY);
      refused(
          TopicAuthorizationException.class, producer.send(new ProducerRecord<>(topic, "late")));
    }
  }

  @Test
  void superUsersMayDoEverything() {
    try (Admin admin = server.user("boss").admin()) {
      String topic = Clients.unique("boss");
      Clients.get(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all());
      Clients.get(admin.deleteTopics(List.of(topic)).all());
      Clients.get(admin.describeMetadataQuorum().quorumInfo());
    }
  }

  @Test
  void entriesThatMakeNoSenseAreRefusedByName() {
    try (Admin admin = operator.admin()) {
      for (ResourcePattern pattern :
          List.of(
              new ResourcePattern(ResourceType.CLUSTER, "mine", PatternType.LITERAL),
              new ResourcePattern(ResourceType.TOPIC, "", PatternType.LITERAL))) {
        var binding =
            new AclBinding(
                pattern,
                new AccessControlEntry("User:x", "*", AclOperation.READ, AclPermissionType.ALLOW));
        refused(InvalidRequestException.class, admin.createAcls(List.of(binding)).all());
      }
    }
  }

  private String acls(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--bootstrap-server", server.openBootstrap()));
    all.addAll(List.of(arguments));
    return tools.run("org.apache.kafka.tools.AclCommand", all, "").orThrow();
  }

  @Test
  void kafkaAclsAddsListsAndRemoves() {
    String topic = topic();
    acls("--add", "--allow-principal", "User:tooled", "--producer", "--topic", topic);
    acls(
        "--add",
        "--deny-principal",
        "User:tooled",
        "--deny-host",
        "10.1.2.3",
        "--operation",
        "Read",
        "--topic",
        topic,
        "--resource-pattern-type",
        "prefixed");
    String list = acls("--list", "--principal", "User:tooled");
    assertTrue(list.contains("name=" + topic + ", patternType=LITERAL"), list);
    assertTrue(list.contains("operation=WRITE, permissionType=ALLOW"), list);
    assertTrue(
        list.contains("principal=User:tooled, host=10.1.2.3, operation=READ, permissionType=DENY"),
        list);
    SecureClients tooled = server.user("tooled");
    try (Producer<String, String> producer = tooled.clients().producer(tooled.options(Map.of()))) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "value")));
    }
    acls("--remove", "--force", "--topic", topic, "--resource-pattern-type", "match");
    assertFalse(acls("--list", "--topic", topic).contains("tooled"));
  }
}
