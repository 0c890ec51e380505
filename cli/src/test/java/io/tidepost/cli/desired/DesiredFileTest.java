package io.tidepost.cli.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DesiredFileTest {

  @TempDir Path home;

  private Path file(String text) throws IOException {
    return Files.writeString(home.resolve("cluster.yaml"), text);
  }

  private String refusal(String text) throws IOException {
    Path file = file(text);
    return assertThrows(Failure.class, () -> DesiredFile.read(file))
        .sentence()
        .replace(file.toString(), "F");
  }

  @Test
  void readsWhatItSays() throws IOException {
    DesiredFile read =
        DesiredFile.read(
            file(
                """
                owner: orders-team
                topics:
                  orders:
                    partitions: 6
                    configs: {retention.ms: 172800000, min.insync.replicas: "2"}
                  plain:
                acls:
                  - {principal: "User:alice", topic: orders, allow: [READ, describe]}
                quotas:
                  - {user: "*", client-id: batch, limits: {producer_byte_rate: 1048576}}
                """));
    assertEquals("orders-team", read.owner());
    Map<String, TopicsSection.Topic> topics = read.section((TopicsSection) Sections.ALL.getFirst());
    assertEquals(Set.of("orders", "plain"), topics.keySet());
    TopicsSection.Topic orders = topics.get("orders");
    assertEquals(6, orders == null ? 0 : orders.partitions());
    assertEquals(
        Map.of("retention.ms", "172800000", "min.insync.replicas", "2"),
        orders == null ? Map.of() : orders.configs());
  }

  @Test
  void allFaultsAreToldAtOnceEachWithItsLine() throws IOException {
    assertEquals(
        """
        7 faults:
          F:1: owner: say whose file it is, so that nothing of others is touched
          F:3: topics.orders.partitons: is not known here; did you mean 'partitions'?
          F:4: topics.orders.replicas: 'two' is no whole number from 1 to 32767
          F:6: acls[0].allow[0]: 'REED' is no operation; did you mean 'READ'?
          F:7: acls[1]: should say on what, once: cluster, delegation-token, group, topic,\
         transactional-id, user
          F:9: users.bob.password: should be fields with values
          F:9: users.bob.password: should be {env: NAME} or {file: PATH}; it is never written in\
         here\
        """,
        refusal(
            """
            topics:
              orders:
                partitons: 3
                replicas: two
            acls:
              - {principal: "User:a", topic: t, allow: [REED]}
              - {principal: "User:a", allow: [READ]}
            users:
              bob: {password: hunter2}
            """));
  }

  @Test
  void aRoleStandsForItsRules() throws IOException {
    DesiredFile read =
        DesiredFile.read(
            file(
                """
                owner: shop
                acls:
                  - {principal: "User:a", role: read, topic: orders, group: billing}
                  - {principal: "User:b", role: write, topic: orders, transactional-id: pay, host: 10.0.0.1}
                  - {principal: "User:c", role: admin, topic: team., prefixed: true}
                """));
    AclsSection acls =
        Sections.ALL.stream()
            .filter(AclsSection.class::isInstance)
            .map(AclsSection.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of(
            "User:a from * allow READ on topic orders",
            "User:a from * allow DESCRIBE_CONFIGS on topic orders",
            "User:a from * allow READ on group billing",
            "User:b from 10.0.0.1 allow WRITE on topic orders",
            "User:b from 10.0.0.1 allow DESCRIBE_CONFIGS on topic orders",
            "User:b from 10.0.0.1 allow WRITE on transactional_id pay",
            "User:c from * allow ALL on topic team. and what begins so",
            "User:c from * allow ALL on group team. and what begins so",
            "User:c from * allow ALL on transactional_id team. and what begins so"),
        List.copyOf(read.section(acls).keySet()));
  }

  @Test
  void rolesThatMakeNoSenseAreRefused() throws IOException {
    assertEquals(
        """
        5 faults:
          F:3: acls[0]: role: 'reader' is none: read, write or admin
          F:4: acls[1]: a role is for a topic
          F:5: acls[2]: a role has no 'allow'
          F:6: acls[3]: only a role that reads has a group
          F:7: acls[4]: only a role that writes has a transactional-id\
        """,
        refusal(
            """
            owner: shop
            acls:
              - {principal: "User:a", role: reader, topic: orders}
              - {principal: "User:a", role: read, group: billing}
              - {principal: "User:a", role: read, topic: orders, allow: [READ]}
              - {principal: "User:a", role: write, topic: orders, group: billing}
              - {principal: "User:a", role: read, topic: orders, transactional-id: pay}
            """));
  }

  @Test
  void whatIsNoYamlNamesItsLine() throws IOException {
    assertTrue(refusal("owner: a\ntopics: [\n").startsWith("F:3: "));
    assertEquals("F: the file is empty", refusal("# nothing\n"));
    assertTrue(refusal("owner: a\ntopics: {a: {}, a: {}}\n").contains("is there twice"));
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    assertTrue(refusal("owner: " + "[".repeat(100) + "]".repeat(100)).contains("F"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT|2|2|true",
        "INT|2|02|true",
        "LONG|172800000|1.728e8|true",
        "BOOLEAN|True|true|true",
        "LIST|delete, compact|compact,delete|true",
        "LIST|delete|compact,delete|false",
        "STRING|producer|Producer|false",
        "DOUBLE|0.50|0.5|true",
      })
  void valuesAreComparedByWhatTheyMean(ConfigType type, String one, String other, boolean same) {
    assertEquals(same, Values.same(type, one, other));
  }

  /// Kafka's own partitioner places these keys.
  @Test
  void saysWhichKeysMove() {
    MovedKeys moved = MovedKeys.among(Set.of("a", "b", "c", "d", "e", "f", "g", "h"), 2, 3);
    assertEquals(8, moved.seen());
    assertTrue(moved.moved() > 0 && moved.moved() < 8, moved.toString());
    assertEquals(0, MovedKeys.among(Set.of("a", "b"), 3, 3).moved());
    assertEquals(List.of(), MovedKeys.among(Set.of(), 1, 2).examples());
  }
}
