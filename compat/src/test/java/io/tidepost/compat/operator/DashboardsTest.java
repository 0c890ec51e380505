package io.tidepost.compat.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/// The dashboards and alert rules that we ship, with a real Prometheus that scrapes a running node.
class DashboardsTest {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), \\w+\\)");

  @Test
  void rulesAreFine() {
    List<String> command =
        List.of(
            Places.executable("promtool", PrometheusProcess.INSTALL).toString(),
            "check",
            "rules",
            Places.root().resolve("monitoring/alerts.yml").toString());
    try (ChildProcess promtool =
        ChildProcess.start("promtool", Shared.temporary("promtool"), command)) {
      assertEquals(0, promtool.awaitExit(LIMIT), promtool.describe());
    }
  }

  @Test
  void everyQueryHasAnAnswerAndEveryRuleIsEvaluated() throws IOException {
    List<String> queries = queries();
    assertTrue(queries.size() > 30, "queries: " + queries.size());
    try (OperatorServer server = OperatorServer.started(Map.of());
        PrometheusProcess prometheus = new PrometheusProcess(server.httpPort())) {
      Clients clients = new Clients(server.process());
      String topic = clients.topic("dashboards", 3);
      String group = Clients.unique("dashboards");
      try (Producer<String, String> producer = clients.producer();
          Consumer<String, String> consumer = clients.member(group, Map.of())) {
        consumer.subscribe(List.of(topic));
        List<String> unanswered = new ArrayList<>(queries);
        await()
            .atMost(LIMIT)
            .ignoreExceptions()
            .untilAsserted(() -> {
              producer.send(new ProducerRecord<>(topic, "key", "value"));
              consumer.poll(Duration.ofMillis(200));
              consumer.commitSync();
              unanswered.removeIf(query -> !prometheus.query(query).isEmpty());
              assertEquals(List.of(), unanswered);
            });
        await()
            .atMost(LIMIT)
            .ignoreExceptions()
            .untilAsserted(() -> rulesAreEvaluated(prometheus.rules()));
      }
    }
  }

  private static void rulesAreEvaluated(JsonNode groups) {
    int count = 0;
    for (JsonNode group : groups) {
      for (JsonNode rule : group.path("rules")) {
        count++;
        String name = rule.path("name").asText();
        assertEquals("ok", rule.path("health").asText(), name + ": " + rule.path("lastError"));
        // A disk may really be full here, and files may run out.
        boolean ofMachine = name.equals("DiskAlmostFull") || name.equals("OpenFilesRunOut");
        assertFalse(!ofMachine && "firing".equals(rule.path("state").asText()), name);
      }
    }
    assertTrue(count > 5, "rules: " + count);
  }

  /// Every query of every dashboard as it is when everything is chosen.
  private static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    try (Stream<Path> files = Files.list(Places.root().resolve("monitoring/grafana"))) {
      for (Path file : files.sorted().toList()) {
        JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
        for (JsonNode panel : dashboard.path("panels")) {
          for (JsonNode target : panel.path("targets")) {
            queries.add(
                target
                    .path("expr")
                    .asText()
                    .replace("$__rate_interval", "15s")
                    .replaceAll("\\$(instance|topic|group)", ".*"));
          }
        }
        for (JsonNode variable : dashboard.path("templating").path("list")) {
          Matcher values = LABEL_VALUES.matcher(variable.path("query").path("query").asText());
          if (values.matches()) {
            queries.add(values.group(1));
          }
        }
      }
    }
    return queries;
  }
}
