package io.tidepost.compat.group;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InvalidRegularExpression;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Groups of the consumer protocol (KIP-848) with the newest clients, alone and together with
/// members of the classic protocol.
@ExtendWith(Shared.class)
final class ConsumerProtocolTest {
  private static final Map<String, Object> CONSUMER = Map.of("group.protocol", "consumer");
  private static final Map<String, Object> CLASSIC =
      Map.of("group.protocol", "classic", "heartbeat.interval.ms", 200);

  private static final ServerUnderTest SERVER =
      ServerUnderTest.create(Shared.temporary("consumer-protocol"), options());

  private final Clients clients = new Clients(SERVER);
  private final ApacheTools tools;
  private final String topic = clients.topic("shared", 6);
  private final String group = Clients.unique("group");

  ConsumerProtocolTest(ApacheTools tools) {
    this.tools = tools;
  }

  private static Map<String, String> options() {
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("group.consumer.min.heartbeat.interval.ms", "100");
    options.put("group.consumer.heartbeat.interval.ms", "200");
    options.put("group.consumer.min.session.timeout.ms", "1000");
    // Members that say no farewell are missed by then, and a machine may pause for so long.
    options.put("group.consumer.session.timeout.ms", "10000");
    options.put("group.consumer.assignment.interval.ms", "0");
    return options;
  }

  @BeforeAll
  static void start() {
    SERVER.start();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private Member join(Map<String, Object> options) {
    return new Member(clients, group, topic, options);
  }

  private static Map<String, Object> withInstance(String id) {
    return Map.of("group.protocol", "consumer", "group.instance.id", id);
  }

  private static boolean shared(Member... members) {
    List<Integer> all = Stream.of(members).flatMap(m -> m.partitions().stream()).toList();
    return all.size() == 6
        && Set.copyOf(all).size() == 6
        && Stream.of(members).noneMatch(m -> m.partitions().isEmpty());
  }

  private static void awaitShared(Member... members) {
    await().atMost(Clients.LIMIT).until(() -> shared(members));
  }

  private static ConsumerGroupDescription describe(Admin admin, String group) {
    return Clients.of(Clients.get(admin.describeConsumerGroups(List.of(group)).all()), group);
  }

  @Test
  void membersShareTheTopicAndReadEveryRecord() {
    try (Member one = join(CONSUMER)) {
      awaitShared(one);
      try (Member two = join(CONSUMER)) {
        awaitShared(one, two);
        assertEquals(3, one.revocations(), "only what moves is given up");
        for (int partition = 0; partition < 6; partition++) {
          clients.writeNumbers(topic, partition, partition * 100, partition * 100 + 49);
        }
        await().atMost(Clients.LIMIT).until(() -> one.values().size() + two.values().size() == 300);
        Set<String> all = new HashSet<>(one.values());
        all.addAll(two.values());
        assertEquals(300, all.size());
      }
      awaitShared(one);
    }
  }

  @Test
  void aStaticMemberComesBackToWhatItHad() {
    try (Member one = join(withInstance("one"))) {
      Member two = join(withInstance("two"));
      awaitShared(one, two);
      Set<Integer> before = two.partitions();
      int revoked = one.revocations();
      two.close();
      try (Member again = join(withInstance("two"))) {
        await().atMost(Clients.LIMIT).until(() -> again.partitions().equals(before));
        assertEquals(revoked, one.revocations());
      }
    }
  }

  @Test
  void patternsFollowTheTopics() {
    String prefix = Clients.unique("matched");
    try (Admin admin = clients.admin();
        Consumer<String, String> consumer = clients.member(group, CONSUMER)) {
      create(admin, prefix + "-a", 1);
      consumer.subscribe(new SubscriptionPattern(Pattern.quote(prefix) + "-.*"));
      awaitAssigned(consumer, 1);
      create(admin, prefix + "-b", 2);
      awaitAssigned(consumer, 3);
    }
  }

  private static void create(Admin admin, String name, int partitions) {
    Clients.get(admin.createTopics(List.of(Clients.newTopic(name, partitions))).all());
  }

  private static void awaitAssigned(Consumer<String, String> consumer, int count) {
    await()
        .atMost(Clients.LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> {
          consumer.poll(Duration.ofMillis(50));
          return consumer.assignment().size() == count;
        });
  }

  @Test
  void aPatternThatIsNoneIsNamed() {
    try (Consumer<String, String> consumer = clients.member(group, CONSUMER)) {
      consumer.subscribe(new SubscriptionPattern("(*"));
      assertThrows(InvalidRegularExpression.class, () -> awaitAssigned(consumer, 1));
    }
  }

  @Test
  void aGroupMovesBetweenTheProtocolsWhileItWorks() {
    try (Admin admin = clients.admin()) {
      Member classic = join(CLASSIC);
      awaitShared(classic);
      try (Member consumer = join(CONSUMER)) {
        awaitShared(classic, consumer);
        assertEquals(GroupType.CONSUMER, describe(admin, group).type());
        clients.writeNumbers(topic, 0, 1, 20);
        clients.writeNumbers(topic, 5, 21, 40);
        await()
            .atMost(Clients.LIMIT)
            .until(() -> classic.values().size() + consumer.values().size() == 40);
      }
      awaitShared(classic);
      assertEquals(GroupType.CLASSIC, describe(admin, group).type());
      classic.close();
    }
  }

  @Test
  void administratorsSeeAndManageTheGroup() {
    try (Admin admin = clients.admin()) {
      try (Member one = join(CONSUMER);
          Member two = join(withInstance("two"))) {
        awaitShared(one, two);
        await()
            .atMost(Clients.LIMIT)
            .until(() -> describe(admin, group).groupState() == GroupState.STABLE);
        ConsumerGroupDescription description = describe(admin, group);
        assertEquals(GroupType.CONSUMER, description.type());
        assertEquals("uniform", description.partitionAssignor());
        assertEquals(2, description.members().size());
        assertEquals(
            6,
            description.members().stream()
                .mapToInt(m -> m.assignment().topicPartitions().size())
                .sum());
        assertTrue(names(admin, GroupType.CONSUMER).contains(group));
        assertTrue(!names(admin, GroupType.CLASSIC).contains(group));
        assertInstanceOf(
            GroupNotEmptyException.class,
            Clients.failure(admin.deleteConsumerGroups(List.of(group)).all()));
        seenByTools();
        setSessionTimeout(admin, 1_000);
      }
      // The static member is expected back until its session has timed out.
      await()
          .atMost(Clients.LIMIT)
          .until(() -> describe(admin, group).groupState() == GroupState.EMPTY);
      var partition = new TopicPartition(topic, 0);
      Clients.get(
          admin
              .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(7)))
              .all());
      var offsets =
          Clients.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      assertEquals(7, Clients.of(offsets, partition).offset());
      Clients.get(admin.deleteConsumerGroupOffsets(group, Set.of(partition)).all());
      Clients.get(admin.deleteConsumerGroups(List.of(group)).all());
      assertTrue(!names(admin, GroupType.CONSUMER).contains(group));
    }
  }

  /// How long the group's members may be silent, from their next heartbeat on. Without it nobody is
  /// missed for as long as a machine may pause.
  private void setSessionTimeout(Admin admin, int millis) {
    var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    var entry = new ConfigEntry("consumer.session.timeout.ms", Integer.toString(millis));
    var change = new AlterConfigOp(entry, AlterConfigOp.OpType.SET);
    Clients.get(admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
  }

  private void seenByTools() {
    String[] server = {"--bootstrap-server", SERVER.bootstrap()};
    String members =
        tools
            .run(
                "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
                server[0],
                server[1],
                "--describe",
                "--group",
                group,
                "--members",
                "--verbose",
                "--timeout",
                "60000")
            .out();
    assertTrue(members.contains("two") && members.contains(topic), members);
    String groups =
        tools.run("org.apache.kafka.tools.GroupsCommand", server[0], server[1], "--list").out();
    assertTrue(
        groups
            .lines()
            .map(line -> line.replaceAll(" +", " "))
            .anyMatch(line -> line.startsWith(group + " Consumer consumer")),
        groups);
  }

  private static List<String> names(Admin admin, GroupType type) {
    var options = new ListGroupsOptions().withTypes(Set.of(type));
    return Clients.get(admin.listGroups(options).all()).stream()
        .map(GroupListing::groupId)
        .toList();
  }

  @Test
  void aGroupHasOptionsOfItsOwn() {
    try (Admin admin = clients.admin()) {
      setSessionTimeout(admin, 1_000);
      var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
      var configs = Clients.get(admin.describeConfigs(List.of(resource)).all());
      assertEquals(
          "1000", Clients.of(configs, resource).get("consumer.session.timeout.ms").value());
      try (Member one = join(CONSUMER)) {
        awaitShared(one);
      }
    }
  }

  @Test
  void aGroupAtWorkSurvivesTheCoordinatorsDeath() {
    try (Member one = join(CONSUMER);
        Member two = join(CONSUMER)) {
      awaitShared(one, two);
      SERVER.kill();
      SERVER.start();
      for (int partition = 0; partition < 6; partition++) {
        clients.writeNumbers(topic, partition, partition * 10, partition * 10 + 9);
      }
      await()
          .atMost(Clients.LIMIT)
          .until(() -> {
            Set<String> all = new HashSet<>(one.values());
            all.addAll(two.values());
            return all.size() == 60;
          });
      awaitShared(one, two);
    }
  }
}
