package io.tidepost.compat.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.registry.RegistryServer;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tidepost schema`, and `produce` and `consume` with schemas.
final class SchemaCommandsTest {

  private static final String ORDER =
      """
      {"type": "record", "name": "Order", "fields": [
        {"name": "id", "type": "string"}%s]}
      """;

  @TempDir Path folder;
  private RegistryServer server;
  private Tidepost tidepost;

  @BeforeEach
  void start() {
    Assumptions.assumeFalse(ServerUnderTest.isApacheKafka(), "this is about our own registry");
    server = new RegistryServer();
    tidepost = new Tidepost(folder, server.process().bootstrap());
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private String[] withRegistry(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--registry", server.url()));
    return all.toArray(String[]::new);
  }

  private String run(@Nullable Path stdin, String... arguments) {
    return tidepost.run(stdin, withRegistry(arguments));
  }

  /// @return what it said on both outputs
  private String refused(@Nullable Path stdin, String... arguments) {
    try (ChildProcess process = tidepost.start(stdin, withRegistry(arguments))) {
      assertEquals(1, process.awaitExit(Tidepost.LIMIT), process::describe);
      return process.out() + process.err();
    }
  }

  private static void assertContains(String part, String text) {
    assertTrue(text.contains(part), () -> part + " is not in " + text);
  }

  @Test
  void aSchemaIsRegisteredCheckedUsedAndDeleted() throws IOException {
    String one = file("order.avsc", ORDER.formatted("")).toString();
    String amount = ", {\"name\": \"amount\", \"type\": \"int\"%s}";
    String bad = file("bad.avsc", ORDER.formatted(amount.formatted(""))).toString();
    String two = file("two.avsc", ORDER.formatted(amount.formatted(", \"default\": 1"))).toString();
    assertContains(
        "\"version\" : 1", run(null, "schema", "register", "orders-value", one, "-o", "json"));
    String check = refused(null, "schema", "check", "orders-value", bad);
    assertContains("not compatible", check);
    assertContains("READER_FIELD_MISSING_DEFAULT_VALUE", check);
    assertContains("+ ", check);
    assertContains("compatible", run(null, "schema", "check", "orders-value", two));

    Path values = file("values", "{\"id\": \"a\", \"amount\": 7}\n{\"id\": \"b\"}\n");
    run(values, "produce", "orders", "--create", "--value-schema", two);
    assertEquals(
        "{\"id\":\"a\",\"amount\":7}\n{\"id\":\"b\",\"amount\":1}\n",
        run(null, "consume", "orders", "--quiet"));
    Path json = file("json", run(null, "consume", "orders", "-o", "json"));
    assertContains("\"valueSchemaId\":2", Files.readString(json));
    run(json, "produce", "copy", "--create", "--format", "json");
    assertContains("\"valueSchemaId\":2", run(null, "consume", "copy", "-o", "json"));
    assertContains(
        "standard input, line 1: the value does not fit: /id: expected string, found integer 5",
        refused(file("wrong", "{\"id\": 5}\n"), "produce", "orders", "--value-schema", "2"));

    String uses = run(null, "schema", "who-uses", "orders-value", "-o", "json");
    assertContains("\"records\" : 0", uses);
    assertContains("\"records\" : 2", uses);
    assertContains("\"amount\"", run(null, "schema", "get", "orders-value"));
    run(null, "schema", "config", "orders-value", "--level", "full");
    assertContains("FULL", run(null, "schema", "config", "orders-value"));
    run(null, "schema", "mode", "orders-value", "--set", "readonly");
    assertContains(
        "is in read-only mode", refused(null, "schema", "register", "orders-value", bad));
    run(null, "schema", "mode", "orders-value", "--set", "readwrite");
    run(null, "schema", "delete", "orders-value", "--version", "1");
    assertContains("orders-value", run(null, "schema", "subjects"));
  }

  /// A reader is told which record names a schema that nobody knows.
  @Test
  void anUnknownSchemaIsNamedWithItsRecord() {
    Clients clients = new Clients(server.process().bootstrap());
    String topic = clients.topic("unknown", 1);
    try (Producer<byte[], byte[]> producer =
        clients.producer(
            java.util.Map.of(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, null, new byte[] {0, 0, 0, 0, 77, 'x'}));
    }
    String said = refused(null, "consume", topic, "--decode", "strict");
    assertContains("the value of " + topic + "-0 offset 0 names schema 77", said);
    assertContains("x", run(null, "consume", topic));
  }
}
