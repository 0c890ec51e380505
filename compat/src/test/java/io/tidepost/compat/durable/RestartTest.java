package io.tidepost.compat.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// A server that is asked to end does so in good order and comes back as it was.
final class RestartTest {

  @Test
  void aStoppedServerLeavesTheMarkOfACleanStopAndComesBackWithEverything() {
    try (ServerUnderTest server =
        ServerUnderTest.create(Shared.temporary("restart"), Shared.OPTIONS)) {
      server.start();
      Clients clients = new Clients(server);
      String topic = clients.topic("restarted", 2);
      clients.writeNumbers(topic, 0, 1, 1_000);
      Path mark = server.dataDirectory().resolve(".kafka_cleanshutdown");
      assertFalse(Files.exists(mark), "a running server has not stopped cleanly");
      server.stop();
      assertTrue(Files.exists(mark));
      server.start();
      assertFalse(Files.exists(mark), "a running server has not stopped cleanly");
      assertEquals(Clients.numbers(1, 1_000), Clients.values(clients.readAll(topic)));
      clients.writeNumbers(topic, 1, 1, 5);
      server.stop();
    }
  }

  @Test
  void anIdempotentProducerGoesOnOverACleanRestart() {
    try (ServerUnderTest server =
        ServerUnderTest.create(Shared.temporary("restart"), Shared.OPTIONS)) {
      server.start();
      Clients clients = new Clients(server);
      String topic = clients.topic("continued", 1);
      try (Producer<String, String> producer =
          clients.producer(Map.of("reconnect.backoff.max.ms", 100))) {
        for (int i = 0; i < 10; i++) {
          assertEquals(
              i, Clients.get(producer.send(new ProducerRecord<>(topic, 0, null, "" + i))).offset());
        }
        server.stop();
        server.start();
        for (int i = 10; i < 20; i++) {
          assertEquals(
              i, Clients.get(producer.send(new ProducerRecord<>(topic, 0, null, "" + i))).offset());
        }
      }
      assertEquals(Clients.numbers(0, 19), Clients.values(clients.readAll(topic)));
    }
  }

  @Test
  void noTopicComesIntoBeingWhereThatIsSwitchedOff() {
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("auto.create.topics.enable", "false");
    try (ServerUnderTest server = ServerUnderTest.create(Shared.temporary("no-auto"), options)) {
      server.start();
      Clients clients = new Clients(server);
      try (Producer<String, String> producer = clients.producer(Map.of("max.block.ms", 1_500));
          var admin = clients.admin()) {
        Throwable error = Clients.failure(producer.send(new ProducerRecord<>("nobody", "v")));
        Assertions.assertInstanceOf(TimeoutException.class, error);
        assertEquals(List.of(), List.copyOf(Clients.get(admin.listTopics().names())));
      }
      server.stop();
    }
  }
}
