package io.tidepost.compat.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.process.Ports;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.QuorumInfo.ReplicaState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A node that began alone becomes one of three and of five voters and is alone again, with kills
/// between the steps; every topic that was ever acknowledged is there all the time.
@ExtendWith(Shared.class)
class GrowingClusterTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path home;

  private final Map<Integer, TidepostProcess> nodes = new TreeMap<>();
  private final Map<Integer, Integer> controllers = new TreeMap<>();
  private final List<String> topics = new ArrayList<>();
  private final ApacheTools tools;

  GrowingClusterTest(ApacheTools tools) {
    this.tools = tools;
  }

  @AfterEach
  void stop() {
    nodes.values().forEach(TidepostProcess::close);
  }

  private Path folder(int id) throws IOException {
    return Files.createDirectories(home.resolve("node-" + id));
  }

  private String bootstrap() {
    return String.join(",", nodes.values().stream().map(TidepostProcess::bootstrap).toList());
  }

  private void create(String topic) {
    try (Admin admin = new Clients(bootstrap()).admin()) {
      Clients.get(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all());
    }
    topics.add(topic);
  }

  private void checkTopics() {
    for (TidepostProcess node : nodes.values()) {
      try (Admin admin = new Clients(node.bootstrap()).admin()) {
        await()
            .atMost(PATIENCE)
            .until(() -> Clients.get(admin.listTopics().names()).containsAll(topics));
      }
    }
  }

  private Set<Integer> voters() {
    try (Admin admin = new Clients(bootstrap()).admin()) {
      QuorumInfo quorum = admin.describeMetadataQuorum().quorumInfo().get();
      Set<Integer> ids = new TreeSet<>();
      quorum.voters().forEach(voter -> ids.add(voter.replicaId()));
      return ids;
    } catch (ExecutionException e) {
      return Set.of(); // no leader at this moment
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitVoters(Integer... expected) {
    await().atMost(PATIENCE).until(() -> voters().equals(Set.of(expected)));
  }

  /// A node that joins with one option: it starts empty, and votes by itself.
  private void join(int id) throws IOException {
    int port = Ports.free();
    controllers.put(id, port);
    TidepostProcess node =
        TidepostProcess.withController(
            folder(id),
            port,
            Map.of(
                "node.id",
                Integer.toString(id),
                "process.roles",
                "broker,controller",
                "controller.listener.names",
                "CONTROLLER",
                "controller.quorum.bootstrap.servers",
                "127.0.0.1:" + controllers.get(1),
                "controller.quorum.auto.join.enable",
                "true"));
    nodes.put(id, node);
    node.start();
  }

  private void remove(int id) {
    try (Admin admin = new Clients(bootstrap()).admin()) {
      ReplicaState voter =
          Clients.get(admin.describeMetadataQuorum().quorumInfo()).voters().stream()
              .filter(each -> each.replicaId() == id)
              .findFirst()
              .orElseThrow();
      tools
          .run(
              "org.apache.kafka.tools.MetadataQuorumCommand",
              "--bootstrap-server",
              bootstrap(),
              "remove-controller",
              "--controller-id",
              Integer.toString(id),
              "--controller-directory-id",
              voter.replicaDirectoryId().toString())
          .orThrow();
    }
  }

  @Test
  void fromOneToThreeAndBack() throws IOException {
    growAndShrink(3);
  }

  @Test
  @Tag("soak")
  void fromOneToThreeToFiveAndBack() throws IOException {
    growAndShrink(5);
  }

  private void growAndShrink(int most) throws IOException {
    Map<String, String> alone = new HashMap<>(Map.of("node.id", "1"));
    try (TidepostProcess first = new TidepostProcess(folder(1), alone)) {
      first.start();
      nodes.put(1, first);
      create("made-alone");
      new Clients(first.bootstrap()).writeNumbers("made-alone", 0, 1, 100);
      first.kill();
    }
    // The same directory, told of other controllers: it can be joined now.
    Files.delete(folder(1).resolve("server.properties"));
    controllers.put(1, Ports.free());
    alone.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "controller.listener.names",
            "CONTROLLER",
            "controller.quorum.bootstrap.servers",
            "127.0.0.1:" + controllers.get(1) + ",127.0.0.1:" + Ports.free()));
    TidepostProcess first = TidepostProcess.withController(folder(1), controllers.get(1), alone);
    nodes.put(1, first);
    first.start();
    awaitVoters(1);
    checkTopics();
    create("made-joinable");
    first.kill();
    first.start();
    checkTopics();

    join(2);
    join(3);
    awaitVoters(1, 2, 3);
    create("made-by-three");
    first.kill();
    nodes.remove(1);
    create("made-without-the-first");
    nodes.put(1, first);
    first.start();
    checkTopics();

    if (most == 5) {
      join(4);
      join(5);
      awaitVoters(1, 2, 3, 4, 5);
      create("made-by-five");
      checkTopics();
    }

    // With two voters both are needed, so each is removed before it goes.
    for (int id = most; id > 1; id--) {
      remove(id);
      int gone = id;
      await().atMost(PATIENCE).until(() -> !voters().isEmpty() && !voters().contains(gone));
      TidepostProcess removed = Clients.of(nodes, id);
      nodes.remove(id);
      removed.kill();
      removed.close();
    }
    awaitVoters(1);
    checkTopics();
    create("made-alone-again");
    first.kill();
    first.start();
    checkTopics();
    assertEquals(
        Clients.numbers(1, 100), Clients.values(new Clients(bootstrap()).readAll("made-alone")));
  }
}
