package io.tidepost.compat.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.process.Ports;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Topics over HTTP, with nothing but `curl`.
final class RestProxyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String V2 = "application/vnd.kafka.v2+json";

  private static RegistryServer server;
  private static String url;
  private static Clients clients;
  private static Path folder;

  @BeforeAll
  static void start() {
    Assumptions.assumeFalse(ServerUnderTest.isApacheKafka(), "this is about our own proxy");
    url = "http://127.0.0.1:" + Ports.free();
    server = new RegistryServer(Map.of("tidepost.rest.listeners", url));
    clients = new Clients(server.process().bootstrap());
    folder = Shared.temporary("curl");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /// @param status of HTTP
  private record Answer(int status, String body) {

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException(body, e);
      }
    }

    int code() {
      return json().path("error_code").asInt();
    }
  }

  private static Answer curl(String method, String path, String... more) {
    Path curl = Places.executable("curl", "apt-get install curl");
    List<String> command = new ArrayList<>(List.of(curl.toString(), "-s", "-X", method));
    command.addAll(List.of("-w", "\n%{http_code}"));
    command.addAll(List.of(more));
    command.add(path.startsWith("http") ? path : url + path);
    try (ChildProcess process = ChildProcess.start("curl", folder, command)) {
      assertEquals(0, process.awaitExit(Clients.LIMIT.multipliedBy(4)), process::describe);
      String out = process.out();
      int end = out.lastIndexOf('\n');
      return new Answer(Integer.parseInt(out.substring(end + 1).strip()), out.substring(0, end));
    }
  }

  private static Answer post(String path, String type, String body) {
    return curl("POST", path, "-H", "Content-Type: " + type, "-d", body.replace('\'', '"'));
  }

  private static Answer post(String path, String body) {
    return post(path, V2, body);
  }

  private static String type(String format) {
    return "application/vnd.kafka." + format + ".v2+json";
  }

  /// Makes a consumer of a format that reads a topic from its beginning.
  private static String consumer(String topic, String format) {
    Answer created =
        post(
            "/consumers/" + topic,
            "{'name': '%s', 'format': '%s', 'auto.offset.reset': 'earliest'}"
                .formatted(format, format));
    assertEquals(200, created.status(), created.body());
    assertEquals(format, created.json().path("instance_id").asText());
    String base = created.json().path("base_uri").asText();
    assertEquals(url + "/consumers/" + topic + "/instances/" + format, base);
    assertEquals(204, post(base + "/subscription", "{'topics': ['" + topic + "']}").status());
    return base;
  }

  private static List<JsonNode> read(String base, String format, int count) {
    List<JsonNode> records = new ArrayList<>();
    long deadline = System.nanoTime() + 4 * Clients.LIMIT.toNanos();
    while (records.size() < count) {
      Answer answer = curl("GET", base + "/records?timeout=2000", "-H", "Accept: " + type(format));
      assertEquals(200, answer.status(), answer.body());
      answer.json().forEach(records::add);
      assertTrue(System.nanoTime() < deadline, "only " + records);
    }
    return records;
  }

  private static void assertBothWays(String format, String schemas, String key, String value)
      throws IOException {
    String topic = clients.topic("rest-" + format, 1);
    Answer produced =
        post(
            "/topics/" + topic,
            type(format),
            "{%s 'records': [{'key': %s, 'value': %s}, {'value': null}]}"
                .formatted(schemas, key, value));
    assertEquals(200, produced.status(), produced.body());
    assertEquals(1, produced.json().path("offsets").path(1).path("offset").asInt());
    assertEquals(
        schemas.isEmpty(), produced.json().path("value_schema_id").isNull(), produced.body());
    String base = consumer(topic, format);
    List<JsonNode> records = read(base, format, 2);
    assertEquals(JSON.readTree(key.replace('\'', '"')), records.get(0).path("key"));
    assertEquals(JSON.readTree(value.replace('\'', '"')), records.get(0).path("value"));
    assertTrue(records.get(1).path("value").isNull());
    assertEquals(406, curl("GET", base + "/records", "-H", "Accept: " + other(format)).status());
    assertEquals(204, curl("DELETE", base).status());
    assertEquals(40403, curl("GET", base + "/records").code());
  }

  private static String other(String format) {
    return type(format.equals("json") ? "binary" : "json");
  }

  @Test
  void everyFormatGoesInAndComesOut() throws IOException {
    assertBothWays("json", "", "'k'", "{'a': [1, null, 'x']}");
    assertBothWays("binary", "", "'AAEC'", "'/w=='");
    String avro =
        "'key_schema': '\\'long\\'', 'value_schema': '{\\'type\\': \\'record\\', \\'name\\':"
            + " \\'R\\', \\'fields\\': [{\\'name\\': \\'a\\', \\'type\\': \\'int\\'}]}',";
    assertBothWays("avro", avro, "5", "{'a': 7}");
    assertBothWays(
        "jsonschema",
        "'key_schema': '{\\'type\\': \\'string\\'}', 'value_schema': '{\\'type\\': \\'object\\'}',",
        "'k'",
        "{'a': 1}");
    String protobuf = "syntax = \\'proto3\\'; message M { string a = 1; }";
    assertBothWays(
        "protobuf",
        "'key_schema': '%s', 'value_schema': '%s',".formatted(protobuf, protobuf),
        "{'a': 'k'}",
        "{'a': 'v'}");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    String topic = clients.topic("rest-refuses", 1);
    String path = "/topics/" + topic;
    Answer misfit =
        post(
            path,
            type("jsonschema"),
            "{'value_schema': '{\\'type\\': \\'integer\\'}', 'records': [{'value': '5'}]}");
    assertEquals(42203, misfit.code(), misfit.body());
    assertTrue(misfit.body().contains("expected integer, found string"), misfit.body());
    assertEquals(42202, post(path, type("avro"), "{'records': [{'value': 1}]}").code());
    assertEquals(42203, post(path, type("binary"), "{'records': [{'value': '?'}]}").code());
    assertEquals(400, post(path, type("json"), "{'records': [").status());
    assertEquals(422, post(path, type("json"), "{'records': []}").status());
    assertEquals(415, post(path, "application/json", "{}").status());
    String record = "{'records': [{'value': 1}]}";
    assertEquals(40401, post("/topics/no-such-topic", type("json"), record).code());
    assertEquals(40402, post(path + "/partitions/7", type("json"), record).code());
    assertEquals(200, post(path + "/partitions/0", type("json"), record).status());
  }

  /// A web form and a webhook know nothing of Kafka.
  @Test
  void whatIsPostedToAPlainUrlIsARecord() {
    String topic = clients.topic("rest-posts", 1);
    Answer json = post("/records/" + topic + "?key=order%201", "application/json", "{'a': 1}");
    assertEquals(0, json.json().path("offset").asInt(), json.body());
    curl("POST", "/records/" + topic, "-d", "name=Ada+L.&tag=x&tag=y");
    curl("POST", "/records/" + topic, "-H", "Content-Type: text/plain", "-d", "{'no json");
    assertEquals(400, post("/records/" + topic, "application/json", "{").status());
    assertEquals(40401, post("/records/no-such-topic", "application/json", "{}").code());
    List<ConsumerRecord<String, String>> records = clients.readAll(topic);
    assertEquals(
        List.of("{\"a\": 1}", "{\"name\":\"Ada L.\",\"tag\":[\"x\",\"y\"]}", "{'no json"),
        records.stream().map(ConsumerRecord::value).toList());
    assertEquals("order 1", records.get(0).key());
  }

  @Test
  void consumersCommitAndSeek() {
    String topic = clients.topic("rest-seeks", 2);
    clients.writeNumbers(topic, 0, 1, 5);
    String base = consumer(topic, "json");
    assertEquals(40902, post("/consumers/" + topic, "{'name': 'json', 'format': 'json'}").code());
    assertEquals(5, read(base, "json", 5).size());
    assertEquals(204, post(base + "/offsets", "").status());
    String partition = "{'topic': '%s', 'partition': 0%s}";
    String asked = "{'partitions': [" + partition.formatted(topic, "") + "]}";
    Answer committed =
        curl("GET", base + "/offsets", "-H", "Content-Type: " + V2, "-d", asked.replace('\'', '"'));
    assertEquals(5, committed.json().path("offsets").path(0).path("offset").asInt());
    String to = "{'offsets': [" + partition.formatted(topic, ", 'offset': 3") + "]}";
    assertEquals(204, post(base + "/positions", to).status());
    assertEquals(3, read(base, "json", 1).get(0).path("offset").asInt());
    assertEquals(204, post(base + "/positions/beginning", asked).status());
    assertEquals(0, read(base, "json", 1).get(0).path("offset").asInt());
    assertEquals("{\"topics\":[\"" + topic + "\"]}", curl("GET", base + "/subscription").body());
    assertTrue(curl("GET", base + "/assignments").body().contains("\"partition\":1"));
    assertEquals(204, curl("DELETE", base + "/subscription").status());
    assertEquals(204, post(base + "/assignments", asked).status());
    assertFalse(curl("GET", base + "/assignments").body().contains("\"partition\":1"));
    assertEquals(204, post(base + "/positions/end", asked).status());
    assertEquals("[]", curl("GET", base + "/records?timeout=0").body());
    assertEquals(204, curl("DELETE", base).status());
  }

  @Test
  void aConsumerThatNobodyUsesGoes() {
    String briefly = "http://127.0.0.1:" + Ports.free();
    try (RegistryServer _ =
        new RegistryServer(
            Map.of(
                "tidepost.rest.listeners", briefly, "tidepost.rest.consumer.timeout.ms", "2000"))) {
      post(briefly + "/consumers/g", "{'name': 'c', 'format': 'json'}");
      String instance = briefly + "/consumers/g/instances/c";
      // Each look is a request: it has to stay away for longer than the limit.
      Awaitility.await()
          .atMost(Clients.LIMIT.multipliedBy(4))
          .pollInterval(Duration.ofSeconds(5))
          .until(() -> curl("GET", instance + "/subscription").code() == 40403);
    }
  }

  @Test
  void topicsAreShown() {
    String topic = clients.topic("rest-shows", 2);
    clients.writeNumbers(topic, 1, 1, 3);
    assertTrue(curl("GET", "/topics").body().contains("\"" + topic + "\""));
    JsonNode shown = curl("GET", "/topics/" + topic).json();
    assertEquals(2, shown.path("partitions").size());
    assertEquals("delete", shown.path("configs").path("cleanup.policy").asText());
    assertEquals(2, curl("GET", "/topics/" + topic + "/partitions").json().size());
    JsonNode partition = curl("GET", "/topics/" + topic + "/partitions/1").json();
    assertTrue(partition.path("replicas").path(0).path("in_sync").asBoolean());
    assertEquals(
        "{\"beginning_offset\":0,\"end_offset\":3}",
        curl("GET", "/topics/" + topic + "/partitions/1/offsets").body());
    assertEquals(1, curl("GET", "/brokers").json().path("brokers").size());
    assertEquals(40401, curl("GET", "/topics/no-such-topic").code());
    assertEquals(404, curl("GET", "/no/such/path").status());
  }
}
