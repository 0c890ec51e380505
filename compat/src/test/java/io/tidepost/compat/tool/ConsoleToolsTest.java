package io.tidepost.compat.tool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `kafka-console-producer`, `kafka-console-consumer`, `kafka-producer-perf-test`,
/// `kafka-consumer-perf-test`, `kafka-verifiable-producer`, `kafka-verifiable-consumer` and
/// `kafka-e2e-latency`, unmodified.
@ExtendWith(Shared.class)
final class ConsoleToolsTest {
  private static final String PRODUCER = "org.apache.kafka.tools.ConsoleProducer";
  private static final String CONSUMER = "org.apache.kafka.tools.consumer.ConsoleConsumer";

  private final ServerUnderTest server;
  private final ApacheTools tools;
  private final Clients clients;

  ConsoleToolsTest(ServerUnderTest server, ApacheTools tools) {
    this.server = server;
    this.tools = tools;
    this.clients = new Clients(server);
  }

  @Test
  void linesTypedIntoTheProducerComeOutOfTheConsumer() {
    String topic = clients.topic("console", 1);
    String lines = "first\nsecond\nthird\n";
    tools
        .run(PRODUCER, List.of("--topic", topic, "--bootstrap-server", server.bootstrap()), lines)
        .orThrow();
    String out =
        tools
            .run(
                CONSUMER,
                "--topic",
                topic,
                "--from-beginning",
                "--bootstrap-server",
                server.bootstrap(),
                "--max-messages",
                "3")
            .orThrow();
    assertEquals(lines, out);
  }

  @Test
  void keysHeadersTimestampsPartitionsAndOffsetsArePrinted() {
    String topic = clients.topic("console-parts", 1);
    List<String> producer =
        new ArrayList<>(List.of("--topic", topic, "--bootstrap-server", server.bootstrap()));
    producer.addAll(
        List.of("--reader-property", "parse.key=true", "--reader-property", "parse.headers=true"));
    producer.addAll(List.of("--compression-codec", "zstd"));
    tools.run(PRODUCER, producer, "h1:v1,h2:v2\tthe key\tthe value\n").orThrow();
    List<String> consumer =
        new ArrayList<>(
            List.of(
                "--topic", topic, "--bootstrap-server", server.bootstrap(), "--partition", "0"));
    consumer.addAll(List.of("--offset", "earliest", "--max-messages", "1"));
    for (String part : List.of("key", "headers", "timestamp", "partition", "offset")) {
      consumer.addAll(List.of("--formatter-property", "print." + part + "=true"));
    }
    String out = tools.run(CONSUMER, consumer, "").orThrow();
    assertTrue(
        out.matches("CreateTime:\\d+\tPartition:0\tOffset:0\th1:v1,h2:v2\tthe key\tthe value\n"),
        out);
  }

  @Test
  void theConsumerReadsInAGroupAndShowsCommittedOffsets(@TempDir Path folder) {
    String topic = clients.topic("console-group", 1);
    String group = Clients.unique("console");
    clients.writeNumbers(topic, 0, 1, 10);
    List<String> consumer =
        List.of(
            "--topic",
            topic,
            "--group",
            group,
            "--from-beginning",
            "--max-messages",
            "10",
            "--bootstrap-server",
            server.bootstrap());
    assertEquals(
        Clients.numbers(1, 10), tools.run(CONSUMER, consumer, "").orThrow().lines().toList());
    List<String> offsets = ApacheTools.javaCommand(CONSUMER);
    offsets.addAll(List.of("--topic", "__consumer_offsets", "--from-beginning"));
    offsets.addAll(List.of("--bootstrap-server", server.bootstrap()));
    offsets.addAll(
        List.of("--formatter", "org.apache.kafka.tools.consumer.OffsetsMessageFormatter"));
    String expected = "\"group\":\"" + group + "\",\"topic\":\"" + topic + "\",\"partition\":0";
    try (ChildProcess shown = ChildProcess.start("offsets", folder, offsets)) {
      shown.awaitOut(out -> out.contains(expected), Clients.LIMIT);
    }
  }

  @Test
  void theProducersAndConsumersSpeedIsMeasured() {
    String topic = clients.topic("perf", 2);
    String produced =
        tools
            .run(
                "org.apache.kafka.tools.ProducerPerformance",
                "--topic",
                topic,
                "--num-records",
                "20000",
                "--record-size",
                "200",
                "--throughput",
                "-1",
                "--bootstrap-server",
                server.bootstrap())
            .orThrow();
    assertTrue(produced.contains("20000 records sent"), produced);
    String consumed =
        tools
            .run(
                "org.apache.kafka.tools.ConsumerPerformance",
                "--topic",
                topic,
                "--num-records",
                "20000",
                "--bootstrap-server",
                server.bootstrap(),
                "--timeout",
                "120000")
            .orThrow();
    String[] figures = consumed.lines().reduce((_, last) -> last).orElseThrow().split(", ");
    assertEquals("20000", figures[4], consumed);
  }

  @Test
  void theWayFromEndToEndIsMeasured() {
    String topic = clients.topic("end-to-end", 1);
    String out =
        tools
            .run(
                "org.apache.kafka.tools.EndToEndLatency",
                "--bootstrap-server",
                server.bootstrap(),
                "--topic",
                topic,
                "--num-records",
                "200",
                "--producer-acks",
                "all",
                "--record-size",
                "100")
            .orThrow();
    assertTrue(out.contains("Percentiles: 50th"), out);
  }

  @Test
  void whatTheVerifiableProducerWritesTheVerifiableConsumerGets(@TempDir Path folder) {
    String topic = clients.topic("verifiable", 1);
    List<String> producing = ApacheTools.javaCommand("org.apache.kafka.tools.VerifiableProducer");
    producing.addAll(List.of("--topic", topic, "--max-messages", "500", "--throughput", "-1"));
    producing.addAll(List.of("--bootstrap-server", server.bootstrap()));
    try (ChildProcess producer = ChildProcess.start("verifiable-producer", folder, producing)) {
      assertEquals(0, producer.awaitExit(Clients.LIMIT), producer::describe);
      assertTrue(producer.out().contains("\"acked\":500"), producer::describe);
    }
    List<String> command = ApacheTools.javaCommand("org.apache.kafka.tools.VerifiableConsumer");
    command.addAll(
        List.of(
            "--topic",
            topic,
            "--group-id",
            Clients.unique("verifiable"),
            "--max-messages",
            "500",
            "--verbose"));
    command.addAll(List.of("--bootstrap-server", server.bootstrap()));
    try (ChildProcess consumer = ChildProcess.start("verifiable-consumer", folder, command)) {
      await().atMost(Clients.LIMIT).until(() -> values(consumer.out()).size() == 500);
      assertEquals(new HashSet<>(Clients.numbers(0, 499)), values(consumer.out()));
      assertTrue(consumer.out().contains("\"name\":\"partitions_assigned\""), consumer::describe);
      consumer.terminate(Clients.LIMIT);
      assertTrue(consumer.out().contains("\"name\":\"offsets_committed\""), consumer::describe);
    }
  }

  private static Set<String> values(String out) {
    Set<String> values = new HashSet<>();
    Matcher matcher = Pattern.compile("\"value\":\"(\\d+)\"").matcher(out);
    while (matcher.find()) {
      values.add(matcher.group(1));
    }
    return values;
  }
}
