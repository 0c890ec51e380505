package io.tidepost.compat.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;

/// A broker that is killed and a consumer that stops are noticed: by the sentence about the
/// cluster's health, and by the metrics.
class NoticedTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<Integer> ALL = List.of(1, 2, 3);
  private static final List<Integer> LEFT = List.of(1, 2);
  private static final Pattern CONSOLE = Pattern.compile("console (http://[^,\\s]+)");

  private final HttpClient http = HttpClient.newHttpClient();

  private String get(TidepostCluster cluster, int node, String path) throws Exception {
    Matcher address = CONSOLE.matcher(cluster.node(node).launched().out());
    assertTrue(address.find(), "the ready line names the console");
    return http.send(
            HttpRequest.newBuilder(URI.create(address.group(1) + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /// The largest value of a metric on these nodes; -1 when it is not there. A group's lag is at the
  /// node of its coordinator, whichever that is.
  private double metric(TidepostCluster cluster, List<Integer> nodes, String name, String label)
      throws Exception {
    double most = -1;
    for (int node : nodes) {
      for (String line : get(cluster, node, "/metrics").split("\n")) {
        if (line.startsWith(name) && !line.startsWith("#") && line.contains(label)) {
          most = Math.max(most, Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
        }
      }
    }
    return most;
  }

  @Test
  void aStoppedConsumerAndAKilledBrokerAreNoticed() {
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("tidepost.http.listeners", "http://127.0.0.1:0");
    options.put("broker.session.timeout.ms", "3000");
    options.put("offsets.topic.num.partitions", "1");
    try (TidepostCluster three = new TidepostCluster(Shared.temporary("noticed"), 3, options)) {
      three.start();
      Clients clients = new Clients(three.bootstrap());
      String topic = Clients.unique("watched");
      String group = Clients.unique("stops");
      try (Admin admin = clients.admin()) {
        await()
            .atMost(PATIENCE)
            .until(() -> Clients.get(admin.describeCluster().nodes()).size() == 3);
        Clients.get(
            admin.createTopics(List.of(new NewTopic(topic, Map.of(0, List.of(1, 2, 3))))).all());
      }
      clients.writeNumbers(topic, 0, 1, 5);
      try (Consumer<String, String> member = clients.member(group, Map.of())) {
        member.subscribe(List.of(topic));
        int[] read = {0};
        await()
            .atMost(PATIENCE)
            .until(() -> {
              read[0] += member.poll(Duration.ofMillis(200)).count();
              return read[0] == 5;
            });
        member.commitSync();
      }
      String label = "\"" + group + "\"";
      await()
          .atMost(PATIENCE)
          .until(() -> metric(three, ALL, "kafka_consumergroup_lag_sum", label) == 0);
      clients.writeNumbers(topic, 0, 6, 12);
      await()
          .atMost(PATIENCE)
          .until(() -> metric(three, ALL, "kafka_consumergroup_lag_sum", label) == 7);
      await()
          .atMost(PATIENCE)
          .until(() -> get(three, 1, "/groups/" + group).contains("Nobody is in this group"));

      await()
          .atMost(PATIENCE)
          .until(() -> get(three, 1, "/health-sentence").contains("All is well"));
      three.node(3).kill();
      await()
          .atMost(PATIENCE)
          .until(() ->
              metric(three, LEFT, "kafka_server_replicamanager_underreplicatedpartitions", "") > 0);
      await()
          .atMost(PATIENCE)
          .until(() ->
              metric(three, LEFT, "kafka_controller_kafkacontroller_fencedbrokercount", "") == 1);
      await()
          .atMost(PATIENCE)
          .until(() -> {
            String health = get(three, 1, "/health-sentence");
            return health.contains("Node 3 is away") && health.contains("worried");
          });
    }
  }
}
