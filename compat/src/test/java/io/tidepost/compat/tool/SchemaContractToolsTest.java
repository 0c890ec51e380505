package io.tidepost.compat.tool;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `kafka-configs` sets what a topic asks of its records, by Tidepost's names and by Confluent's.
@ExtendWith(Shared.class)
final class SchemaContractToolsTest {

  private static final String OURS = "tidepost.value.schema.validation";
  private static final String CONFLUENTS = "confluent.value.schema.validation";

  private final ServerUnderTest server;
  private final ApacheTools tools;
  private final Clients clients;

  SchemaContractToolsTest(ServerUnderTest server, ApacheTools tools) {
    this.server = server;
    this.tools = tools;
    this.clients = new Clients(server);
  }

  @BeforeEach
  void ours() {
    Assumptions.assumeFalse(ServerUnderTest.isApacheKafka(), "Apache Kafka knows no contracts");
  }

  private ToolResult configs(String topic, String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of("--bootstrap-server", server.bootstrap(), "--entity-type", "topics"));
    all.addAll(List.of("--entity-name", topic));
    all.addAll(List.of(arguments));
    return tools.run("kafka.admin.ConfigCommand", all, "");
  }

  private void assertRefused(Producer<String, String> producer, String topic) {
    assertInstanceOf(
        InvalidRecordException.class,
        Clients.failure(producer.send(new ProducerRecord<>(topic, "no schema's id"))));
  }

  @Test
  void aTopicGetsAndLosesItsContract() {
    String topic = clients.topic("contract", 1);
    try (Producer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "anything")));
      for (String option : List.of(OURS + "=id", OURS + "=full", CONFLUENTS + "=true")) {
        configs(topic, "--alter", "--add-config", option).orThrow();
        String described = configs(topic, "--describe").orThrow();
        assertTrue(described.contains(option), described);
        assertRefused(producer, topic);
        configs(topic, "--alter", "--delete-config", option.replaceAll("=.*", "")).orThrow();
        assertFalse(configs(topic, "--describe").orThrow().contains(option));
        Clients.get(producer.send(new ProducerRecord<>(topic, "anything again")));
      }
    }
  }

  @Test
  void valuesThatMeanNothingAreRefused() {
    String topic = clients.topic("contract-bad", 1);
    ToolResult refused = configs(topic, "--alter", "--add-config", OURS + "=sometimes");
    assertNotEquals(0, refused.exitCode());
    assertTrue((refused.out() + refused.err()).contains(OURS), refused.toString());
  }
}
