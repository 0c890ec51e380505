package io.tidepost.cli.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// One consumer of the load, on a thread of its own: reads its partitions, and once the writers are
/// done, up to their ends.
final class Reader implements Runnable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final Map<String, Object> properties;
  private final Map<TopicPartition, Long> from;
  private final History history;
  private final Latencies latencies;
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean toTheEnd;
  private volatile @Nullable RuntimeException failure;
  private volatile boolean behind;

  /// @param from where to begin in each partition
  Reader(
      Map<String, Object> properties,
      Map<TopicPartition, Long> from,
      History history,
      Latencies latencies) {
    this.properties = properties;
    this.from = from;
    this.history = history;
    this.latencies = latencies;
  }

  /// Nobody writes any more: read what is there and end.
  void finish() {
    toTheEnd = true;
  }

  long read() {
    return read.get();
  }

  long bytes() {
    return bytes.get();
  }

  /// What ended it early.
  @Nullable RuntimeException failure() {
    return failure;
  }

  /// Whether it gave up before it had everything.
  boolean behind() {
    return behind;
  }

  @Override
  public void run() {
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = List.copyOf(from.keySet());
      consumer.assign(partitions);
      from.forEach(consumer::seek);
      while (!toTheEnd) {
        poll(consumer);
        behind = Thread.currentThread().isInterrupted();
        if (behind) {
          return;
        }
      }
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        behind = true;
        poll(consumer);
      }
      behind = false;
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void poll(KafkaConsumer<byte[], byte[]> consumer) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      Payload payload = Payload.decode(record.value());
      history.read(record.partition(), payload);
      read.incrementAndGet();
      bytes.addAndGet(Math.max(0, record.serializedValueSize()));
      if (payload != null) {
        latencies.record((System.nanoTime() - payload.nanos()) / 1000);
      }
    }
  }
}
