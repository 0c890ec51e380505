package io.tidepost.compat.durable;

import static org.awaitility.Awaitility.await;

import io.tidepost.compat.support.Clients;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Writes numbers one after the other into a topic's first partition, with an idempotent producer
/// that waits for all replicas and does not give up, until it is closed.
final class Load implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int RECORDS_PER_PAUSE = 5;
  private static final long PAUSE_NANOS = 2_000_000;

  private final History history = new History();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Producer<String, String> producer;
  private final Thread thread;

  Load(String bootstrap, String topic) {
    producer =
        new Clients(bootstrap)
            .producer(Map.of("delivery.timeout.ms", 600_000, "request.timeout.ms", 5_000));
    thread = new Thread(() -> write(topic));
    thread.start();
  }

  private void write(String topic) {
    for (int i = 0; !stopped.get(); i++) {
      int number = i;
      producer.send(
          new ProducerRecord<>(topic, 0, null, Integer.toString(number)),
          (metadata, problem) -> {
            if (problem == null) {
              history.acknowledge(number, metadata.offset());
            } else {
              failure.compareAndSet(null, problem);
            }
          });
      if (i % RECORDS_PER_PAUSE == 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /// Waits until so many more records have been acknowledged.
  void awaitMore(int count) {
    int before = history.size();
    await().atMost(PATIENCE).until(() -> history.size() >= before + count);
  }

  /// What was acknowledged so far.
  History history() {
    return history;
  }

  /// Why the first record failed that did; `null` when none has.
  @Nullable Exception failure() {
    return failure.get();
  }

  @Override
  public void close() {
    stopped.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    producer.close(PATIENCE);
  }
}
