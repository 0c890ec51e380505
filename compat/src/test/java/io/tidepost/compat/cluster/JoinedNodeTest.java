package io.tidepost.compat.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.process.Ports;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Agreement;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that is its own and only controller is joined by one that is only a broker: each
/// replicates from the other, and a broker that dies is missed.
class JoinedNodeTest {

  @TempDir Path home;

  @Test
  void replicatesBothWaysAndMissesWhoDies() throws IOException {
    int controller = Ports.free();
    Map<String, String> both =
        Map.of(
            "controller.listener.names",
            "CONTROLLER",
            "controller.quorum.bootstrap.servers",
            "127.0.0.1:" + controller);
    try (TidepostProcess one =
            TidepostProcess.withController(
                Files.createDirectories(home.resolve("one")),
                controller,
                with(both, "process.roles", "broker,controller", "node.id", "1"));
        TidepostProcess two =
            new TidepostProcess(
                Files.createDirectories(home.resolve("two")),
                with(both, "process.roles", "broker", "node.id", "2"))) {
      one.start();
      two.start();
      Clients clients = new Clients(one.bootstrap());
      try (Admin admin = clients.admin()) {
        var topic = new NewTopic("orders", Map.of(0, List.of(1, 2), 1, List.of(2, 1)));
        Clients.get(admin.createTopics(List.of(topic)).all());
      }
      Agreement.await("orders", one, two);
      clients.writeNumbers("orders", 0, 0, 9);
      clients.writeNumbers("orders", 1, 10, 19);
      two.kill();
      Agreement.await(
          "orders", places -> places.stream().allMatch(place -> place.leader() == 1), one);
      assertEquals(20, clients.readAll("orders").size());
      two.start();
      Agreement.await(
          "orders",
          places -> places.stream().allMatch(place -> place.inSync().size() == 2),
          one,
          two);
    }
  }

  private static Map<String, String> with(Map<String, String> first, String... more) {
    Map<String, String> all = new HashMap<>(first);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }
}
