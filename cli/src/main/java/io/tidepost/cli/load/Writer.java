package io.tidepost.cli.load;

import io.tidepost.cli.Explain;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// One producer of the load, on a thread of its own: as fast as it can, or at a rate. At a rate,
/// latencies count from when a record was due, so that a cluster that stalls cannot hide it.
final class Writer implements Runnable {

  /// What all writers have in common.
  ///
  /// @param ratePerSecond of one writer; 0 for as fast as it can
  /// @param records of one writer at most
  record Job(
      String topic,
      long run,
      int partitions,
      int size,
      double ratePerSecond,
      long records,
      Course course,
      byte[] filler) {}

  private static final long PARK_NANOS_MAX = 50_000_000;

  private final Job job;
  private final int number;
  private final Map<String, Object> properties;
  private final History history;
  private final Latencies latencies;

  Writer(
      Job job, int number, Map<String, Object> properties, History history, Latencies latencies) {
    this.job = job;
    this.number = number;
    this.properties = properties;
    this.history = history;
    this.latencies = latencies;
  }

  @Override
  public void run() {
    Random random = new Random(job.run() + number);
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      long start = System.nanoTime();
      for (long i = 0; i < job.records(); i++) {
        long due = System.nanoTime();
        if (job.ratePerSecond() > 0) {
          due = start + (long) (i * 1e9 / job.ratePerSecond());
          while (System.nanoTime() < due && !job.course().isOver()) {
            LockSupport.parkNanos(Math.min(PARK_NANOS_MAX, due - System.nanoTime()));
          }
        }
        if (job.course().isOver() || Thread.currentThread().isInterrupted()) {
          break;
        }
        send(producer, i, due, random);
      }
      producer.flush();
    } catch (RuntimeException e) {
      history.refused(why(e));
    }
  }

  private void send(
      KafkaProducer<byte[], byte[]> producer, long sequence, long due, Random random) {
    byte[] value =
        new Payload(job.run(), number, sequence, due).encode(job.size(), job.filler(), random);
    int partition = (int) ((sequence + number) % job.partitions());
    try {
      producer.send(
          new ProducerRecord<>(job.topic(), partition, null, value),
          (_, thrown) -> {
            if (thrown == null) {
              job.course().acknowledged(partition, System.nanoTime());
              latencies.record((System.nanoTime() - due) / 1000);
              history.acknowledged(number, sequence);
            } else {
              history.refused(why(thrown));
            }
          });
    } catch (RuntimeException e) {
      history.refused(why(e));
    }
  }

  private static String why(Throwable thrown) {
    Throwable cause = Explain.unwrap(thrown);
    return cause.getClass().getSimpleName().replaceAll("Exception$", "")
        + ": "
        // Numbers in it would make each one different.
        + Explain.sentence(cause).replaceAll("\\d+", "N");
  }
}
