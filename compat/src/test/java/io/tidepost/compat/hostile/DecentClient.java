package io.tidepost.compat.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.support.Clients;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A producer that goes on writing numbers on a thread of its own, one every few milliseconds, and
/// at the end must have had no failure and find everything it wrote.
final class DecentClient {
  private final Clients clients;
  private final String topic;
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean ending;
  private volatile int written;

  DecentClient(Clients clients) {
    this.clients = clients;
    this.topic = clients.topic("decent", 1);
    this.thread = new Thread(this::run, "decent client");
    thread.start();
  }

  private void run() {
    Map<String, Object> options =
        Map.of(
            "retries",
            0,
            "enable.idempotence",
            false,
            "linger.ms",
            0,
            "request.timeout.ms",
            110_000);
    try (Producer<String, String> producer = clients.producer(options)) {
      while (!ending) {
        Clients.get(producer.send(new ProducerRecord<>(topic, 0, null, Integer.toString(written))));
        written++;
        LockSupport.parkNanos(3_000_000);
      }
    } catch (RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }

  void check() throws InterruptedException {
    ending = true;
    thread.join(Clients.LIMIT);
    assertEquals(List.of(), List.copyOf(failures));
    assertEquals(Clients.numbers(0, written - 1), Clients.values(clients.readAll(topic)));
  }
}
