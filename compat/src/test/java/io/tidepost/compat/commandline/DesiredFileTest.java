package io.tidepost.compat.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.ApacheKafka;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `tidepost plan`, `apply`, `export` and `validate`, against this server and against Apache Kafka.
class DesiredFileTest {

  /// Whom the commands talk to.
  enum Kind {
    TIDEPOST,
    APACHE_KAFKA
  }

  private static final String FILE =
      """
      owner: orders-team
      topics:
        orders:
          partitions: 2
          configs:
            retention.ms: 172800000
            cleanup.policy: "compact, delete"
            min.insync.replicas: "01"
        payments: {partitions: 1}
      users:
        alice: {password: {file: alice.secret}}
      acls:
        - {principal: "User:alice", topic: orders, allow: [READ, DESCRIBE]}
        - {principal: "User:shop", role: write, topic: payments}
      quotas:
        - {user: alice, limits: {producer_byte_rate: 1048576}}
      """;

  private static ServerUnderTest server(Kind kind) {
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("super.users", "User:ANONYMOUS");
    options.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    Path home = Shared.temporary("desired-" + kind);
    return kind == Kind.TIDEPOST
        ? new TidepostProcess(home, options)
        : new ApacheKafka(home, options, ApacheKafka.LIGHT_JVM);
  }

  @ParameterizedTest
  @EnumSource
  void whatAFileSaysIsMadeOnceAndNothingElseIsTouched(Kind kind) throws IOException {
    Path home = Shared.temporary("desired-files-" + kind);
    Path file = Files.writeString(home.resolve("cluster.yaml"), FILE);
    Files.writeString(home.resolve("alice.secret"), "s3cret\n");
    try (ServerUnderTest server = server(kind)) {
      server.start();
      Tidepost tidepost = new Tidepost(home, server.bootstrap());
      Clients clients = new Clients(server.bootstrap());
      try (Admin admin = clients.admin()) {
        Clients.get(admin.createTopics(List.of(new NewTopic("others", 1, (short) 1))).all());
      }
      assertTrue(tidepost.run(null, "validate", file.toString()).contains("good"));

      String plan = tidepost.run(null, "plan", file.toString());
      assertTrue(plan.contains("+ topics/orders"), plan);
      assertTrue(plan.contains("8 to create"), plan);
      tidepost.run(null, "apply", file.toString(), "--yes");
      assertSettled(tidepost, file);
      try (Admin admin = clients.admin()) {
        assertEquals(
            Set.of("READ", "DESCRIBE", "WRITE", "DESCRIBE_CONFIGS"),
            Clients.get(admin.describeAcls(AclBindingFilter.ANY).values()).stream()
                .map(acl -> acl.entry().operation().name())
                .collect(Collectors.toSet()));
        assertEquals(
            List.of(Map.of("producer_byte_rate", 1048576.0)),
            List.copyOf(
                Clients.get(admin.describeClientQuotas(ClientQuotaFilter.all()).entities())
                    .values()));
        drift(admin);
      }

      // Somebody changed something by hand: one key is put back, the other is only told.
      String drifted = tidepost.run(null, "plan", file.toString());
      assertTrue(drifted.contains("retention.ms: 1000 → 172800000"), drifted);
      assertTrue(drifted.contains("topics/orders: segment.ms: 3600000"), drifted);
      assertTrue(drifted.contains("0 to create, 1 to change, 0 to delete"), drifted);
      tidepost.run(null, "apply", file.toString(), "--yes");
      assertSettled(tidepost, file);

      growsWithAWarning(tidepost, file);
      refusesWhatAnotherOwns(tidepost, home);
      deletesOnlyItsOwnAndOnlyWhenAsked(tidepost, clients, home);
      exportsWhatCanBeReadBack(tidepost, home);
    }
  }

  private static void drift(Admin admin) {
    ConfigResource orders = new ConfigResource(ConfigResource.Type.TOPIC, "orders");
    Clients.get(
        admin
            .incrementalAlterConfigs(
                Map.of(
                    orders,
                    List.of(
                        new AlterConfigOp(
                            new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET),
                        new AlterConfigOp(
                            new ConfigEntry("segment.ms", "3600000"), AlterConfigOp.OpType.SET))))
            .all());
  }

  private static void assertSettled(Tidepost tidepost, Path file) {
    String again = tidepost.run(null, "plan", file.toString(), "--exit-code");
    assertTrue(again.contains("nothing to do"), again);
  }

  private static void growsWithAWarning(Tidepost tidepost, Path file) throws IOException {
    String records =
        IntStream.range(0, 100)
            .mapToObj(i -> "customer-" + i + ":made\n")
            .collect(Collectors.joining());
    Path input = Files.writeString(file.resolveSibling("records"), records);
    tidepost.run(input, "produce", "orders", "--key-separator", ":");
    String grown = Files.readString(file).replace("partitions: 2", "partitions: 3");
    Files.writeString(file, grown);
    String plan = tidepost.run(null, "plan", file.toString());
    assertTrue(plan.contains("partitions: 2 → 3"), plan);
    assertTrue(plan.contains("order is no longer kept"), plan);
    assertTrue(plan.contains(" of 100 keys seen lately go elsewhere, such as customer-"), plan);
    tidepost.run(null, "apply", file.toString(), "--yes");
    assertSettled(tidepost, file);
    Files.writeString(file, grown.replace("partitions: 3", "partitions: 2"));
    assertTrue(refusal(tidepost, "plan", file.toString()).contains("cannot take partitions away"));
    Files.writeString(file, grown);
  }

  private static void refusesWhatAnotherOwns(Tidepost tidepost, Path home) throws IOException {
    Path other =
        Files.writeString(
            home.resolve("other.yaml"), "owner: another\ntopics: {payments: {partitions: 9}}\n");
    assertTrue(
        refusal(tidepost, "apply", other.toString(), "--yes")
            .contains("topics/payments belongs to 'orders-team'"));
  }

  private static void deletesOnlyItsOwnAndOnlyWhenAsked(
      Tidepost tidepost, Clients clients, Path home) throws IOException {
    Path less =
        Files.writeString(
            home.resolve("less.yaml"), "owner: orders-team\ntopics: {orders: {partitions: 3}}\n");
    String plan = tidepost.run(null, "plan", less.toString());
    assertTrue(plan.contains("topics/payments: no longer in the file"), plan);
    assertTrue(plan.contains("nothing to do"), plan);
    tidepost.run(null, "apply", less.toString(), "--yes", "--delete");
    try (Admin admin = clients.admin()) {
      Set<String> topics = Clients.get(admin.listTopics().names());
      assertFalse(topics.contains("payments"), topics.toString());
      assertTrue(topics.containsAll(Set.of("orders", "others")), topics.toString());
      assertEquals(Map.of(), Clients.get(admin.describeUserScramCredentials().all()));
      assertEquals(
          List.of(), List.copyOf(Clients.get(admin.describeAcls(AclBindingFilter.ANY).values())));
    }
  }

  private static void exportsWhatCanBeReadBack(Tidepost tidepost, Path home) throws IOException {
    Path exported =
        Files.writeString(
            home.resolve("exported.yaml"), tidepost.run(null, "export", "--owner", "orders-team"));
    assertTrue(Files.readString(exported).contains("others:"));
    assertSettled(tidepost, exported);
  }

  private static String refusal(Tidepost tidepost, String... arguments) {
    try (ChildProcess process = tidepost.start(null, arguments)) {
      assertNotEquals(0, process.awaitExit(Tidepost.LIMIT), process::describe);
      return process.err();
    }
  }
}
