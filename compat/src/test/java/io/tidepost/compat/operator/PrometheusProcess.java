package io.tidepost.compat.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.process.Ports;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A Prometheus of Debian's that scrapes one node every second, with the rules that we ship.
final class PrometheusProcess implements AutoCloseable {

  static final String INSTALL = "apt-get install prometheus";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Ports.free();
  private final ChildProcess process;

  /// @param target port of the operator's port that it scrapes
  PrometheusProcess(int target) {
    Path home = Shared.temporary("prometheus");
    Path config = home.resolve("prometheus.yml");
    try {
      Files.writeString(
          config,
          """
          global: {scrape_interval: 1s, evaluation_interval: 1s}
          rule_files: ["%s"]
          scrape_configs:
            - job_name: tidepost
              static_configs: [{targets: ["127.0.0.1:%d"]}]
          """
              .formatted(Places.root().resolve("monitoring/alerts.yml"), target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process =
        ChildProcess.start(
            "prometheus",
            home,
            List.of(
                Places.executable("prometheus", INSTALL).toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + home.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port));
  }

  /// The result of a query at this moment.
  JsonNode query(String expression) {
    String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    JsonNode answer = get("/api/v1/query?query=" + encoded);
    if (!"success".equals(answer.path("status").asText())) {
      throw new IllegalStateException(expression + ": " + answer);
    }
    return answer.path("data").path("result");
  }

  /// All rules with their state.
  JsonNode rules() {
    return get("/api/v1/rules").path("data").path("groups");
  }

  private JsonNode get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(uri).timeout(LIMIT).build(),
              HttpResponse.BodyHandlers.ofString());
      return MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(process.describe(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.close();
    http.close();
  }
}
