package io.tidepost.bench.outage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A producer with default settings that sends a record to one partition every few milliseconds,
/// and remembers when each was acknowledged.
final class Writer implements AutoCloseable {

  static final String TOPIC = "outages";
  private static final long PAUSE_NANOS = 5_000_000;
  private static final long LIVELY_NANOS = 200_000_000;
  private static final int WARM = 100;
  private static final int RECORD_BYTES = 100;

  private final String name;
  private final int partition;
  private final Producer<byte[], byte[]> producer;
  private final Thread thread;
  private final List<Long> acknowledged = new ArrayList<>();
  private long failed;
  private volatile boolean stopped;

  Writer(String bootstrap, String name, int partition, Map<String, Object> options) {
    this.name = name;
    this.partition = partition;
    Map<String, Object> all = new HashMap<>(options);
    all.put("bootstrap.servers", bootstrap);
    this.producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    this.thread = new Thread(this::write, name);
    thread.start();
  }

  String name() {
    return name;
  }

  private void write() {
    while (!stopped) {
      producer.send(
          new ProducerRecord<>(TOPIC, partition, null, new byte[RECORD_BYTES]),
          (metadata, problem) -> note(problem == null));
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private synchronized void note(boolean isAcknowledged) {
    if (isAcknowledged) {
      acknowledged.add(System.nanoTime());
    } else {
      failed++;
    }
  }

  synchronized boolean isWarm() {
    return acknowledged.size() >= WARM && isLively();
  }

  synchronized boolean isLively() {
    return !acknowledged.isEmpty() && System.nanoTime() - acknowledged.getLast() < LIVELY_NANOS;
  }

  synchronized long failed() {
    return failed;
  }

  /// The longest time without an acknowledgement that ended after `sinceNanos`, in seconds.
  synchronized double longestGap(long sinceNanos) {
    long longest = 0;
    long last = acknowledged.getFirst();
    for (long at : acknowledged) {
      if (at > sinceNanos) {
        longest = Math.max(longest, at - last);
      }
      last = at;
    }
    return Math.max(longest, System.nanoTime() - last) / 1e9;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    producer.close(Duration.ofSeconds(1));
  }
}
