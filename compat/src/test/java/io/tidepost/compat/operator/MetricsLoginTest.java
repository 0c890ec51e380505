package io.tidepost.compat.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.Ports;
import io.tidepost.compat.security.GuardedServer;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Metrics for users of the cluster only.
class MetricsLoginTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static GuardedServer server;
  private static String base;

  @BeforeAll
  static void start() {
    base = "http://127.0.0.1:" + Ports.free();
    server =
        new GuardedServer(
            Map.of("tidepost.http.listeners", base, "tidepost.metrics.login", "true"),
            "boss",
            "prometheus");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> get(String path, String login)
      throws IOException, InterruptedException {
    return get(base, path, login);
  }

  private static HttpResponse<String> get(String base, String path, String login)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    if (!login.isEmpty()) {
      byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void onlyWhoMayDescribeTheClusterReadsThem() throws Exception {
    HttpResponse<String> nobody = get("/metrics", "");
    assertEquals(401, nobody.statusCode());
    assertEquals("Basic realm=\"tidepost\"", nobody.headers().firstValue("WWW-Authenticate").get());
    assertFalse(nobody.body().contains("kafka_"), nobody::body);
    assertEquals(401, get("/metrics", "boss:guessed").statusCode());
    assertEquals(401, get("/metrics", "stranger:stranger-secret").statusCode());

    HttpResponse<String> refused = get("/metrics", "prometheus:prometheus-secret");
    assertEquals(403, refused.statusCode());
    assertFalse(refused.body().contains("kafka_"), refused::body);

    HttpResponse<String> boss = get("/metrics", "boss:boss-secret");
    assertEquals(200, boss.statusCode(), boss::body);
    assertTrue(boss.body().contains("kafka_server_replicamanager_leadercount"));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.openBootstrap()))) {
      Clients.get(
          admin
              .createAcls(
                  List.of(
                      new AclBinding(
                          new ResourcePattern(
                              ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL),
                          new AccessControlEntry(
                              "User:prometheus",
                              "*",
                              AclOperation.DESCRIBE,
                              AclPermissionType.ALLOW))))
              .all());
    }
    await()
        .atMost(PATIENCE)
        .until(() -> get("/metrics", "prometheus:prometheus-secret").statusCode() == 200);
    assertEquals(200, get("/healthz", "").statusCode());
    assertEquals(200, get("/readyz", "").statusCode());
  }

  @Test
  void usersAreAskedForWhereBrokersLetAnybodyIn() throws Exception {
    try (OperatorServer open =
        OperatorServer.started(
            Map.of(
                "tidepost.metrics.login",
                "true",
                "tidepost.bootstrap.scram",
                "SCRAM-SHA-256=[name=prometheus,password=prometheus-secret]"))) {
      String there = "http://127.0.0.1:" + open.httpPort();
      assertEquals(401, get(there, "/metrics", "").statusCode());
      assertEquals(401, get(there, "/metrics", "prometheus:guessed").statusCode());
      assertEquals(200, get(there, "/metrics", "prometheus:prometheus-secret").statusCode());
      assertEquals(200, get(there, "/healthz", "").statusCode());
    }
  }
}
