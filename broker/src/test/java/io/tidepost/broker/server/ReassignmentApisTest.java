package io.tidepost.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidepost.base.Uuid;
import io.tidepost.broker.option.OptionsRefusedException;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.RegisterBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.NoReassignmentInProgressException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Moves and elections through the newest client's `Admin`: beside the node a broker is registered
/// that never comes up, so that a move begins and goes no further.
class ReassignmentApisTest {

  private static final TopicPartition PARTITION = new TopicPartition("moved", 0);

  @TempDir static Path directory;

  private static TestNode node;
  private static Admin admin;

  @BeforeAll
  static void start() throws StartException, OptionsRefusedException {
    node = TestNode.start(directory);
    Properties properties = new Properties();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, node.bootstrap());
    admin = Admin.create(properties);
  }

  @AfterAll
  static void stop() {
    admin.close();
    node.close();
  }

  private static void registerAnother(int id) throws Exception {
    CompletableFuture<RegisterBroker.Outcome> registered = new CompletableFuture<>();
    node.server()
        .context()
        .controller()
        .submit(
            new RegisterBroker(
                id,
                new Uuid(id, 1),
                List.of(),
                NodeFeatures.SUPPORTED,
                null,
                List.of(new Uuid(100, id)),
                -1,
                false),
            (outcome, why) ->
                registered.complete(
                    outcome == null
                        ? new RegisterBroker.Outcome(Objects.requireNonNull(why), -1)
                        : outcome));
    assertNull(Failure.message(registered.get().failure()));
  }

  private static KafkaFuture<Void> move(Integer... replicas) {
    Optional<NewPartitionReassignment> target =
        replicas.length == 0
            ? Optional.empty()
            : Optional.of(new NewPartitionReassignment(List.of(replicas)));
    return admin.alterPartitionReassignments(Map.of(PARTITION, target)).all();
  }

  private static <T extends Throwable> void assertFails(Class<T> type, KafkaFuture<?> future) {
    ExecutionException e = assertThrows(ExecutionException.class, future::get);
    assertInstanceOf(type, e.getCause());
  }

  @Test
  void aMoveBeginsIsListedAndCanBeStopped() throws Exception {
    int self = admin.describeCluster().nodes().get().iterator().next().id();
    int other = self + 1;
    admin.createTopics(List.of(new NewTopic("moved", 1, (short) 1))).all().get();
    assertFails(InvalidReplicaAssignmentException.class, move(self, other));
    registerAnother(other);
    move(self, other).get();
    PartitionReassignment moving =
        Objects.requireNonNull(
            admin.listPartitionReassignments().reassignments().get().get(PARTITION));
    assertEquals(List.of(self, other), moving.replicas());
    assertEquals(List.of(other), moving.addingReplicas());
    assertEquals(List.of(), moving.removingReplicas());
    assertEquals(
        Set.of(PARTITION),
        admin.listPartitionReassignments(Set.of(PARTITION)).reassignments().get().keySet());
    move().get();
    assertEquals(Map.of(), admin.listPartitionReassignments().reassignments().get());
    assertFails(NoReassignmentInProgressException.class, move());
    assertFails(
        ElectionNotNeededException.class,
        Objects.requireNonNull(
            admin.electLeaders(ElectionType.PREFERRED, Set.of(PARTITION)).all()));
  }
}
