package io.tidepost.cli.record;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.Progress;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Sends records and keeps count of what was acknowledged. The first refusal ends it.
///
/// Called from the command's thread; acknowledgements arrive on the producer's.
final class Sending {

  private final Producer<byte[], byte[]> producer;
  private final Progress progress;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<@Nullable Exception> refusal = new AtomicReference<>();
  private long sent;
  private long bytes;

  Sending(Producer<byte[], byte[]> producer, Progress progress) {
    this.producer = producer;
    this.progress = progress;
  }

  /// Records that the cluster has acknowledged.
  long acknowledged() {
    return acknowledged.get();
  }

  /// Bytes of keys and values handed to the producer.
  long bytes() {
    return bytes;
  }

  /// Sends all that the reader has.
  void all(RecordReader records) throws IOException {
    ProducerRecord<byte[], byte[]> record;
    while ((record = records.next()) != null) {
      requireNoRefusal();
      try {
        producer.send(record, this::onAnswer);
      } catch (RuntimeException e) {
        finishQuietly();
        String why = Explain.sentence(Explain.unwrap(e));
        throw new Failure(records.place() + " was not sent: " + why + soFar(), e);
      }
      sent++;
      bytes += length(record.key()) + length(record.value());
      if ((sent & 0xff) == 0) {
        progress.at("produced", acknowledged.get(), bytes);
      }
    }
  }

  /// Waits until everything is acknowledged.
  void finish() {
    producer.flush();
    requireNoRefusal();
  }

  private void finishQuietly() {
    if (refusal.get() == null) {
      producer.flush();
    }
  }

  private void onAnswer(@Nullable RecordMetadata metadata, @Nullable Exception thrown) {
    if (thrown == null) {
      acknowledged.incrementAndGet();
    } else {
      refusal.compareAndSet(null, thrown);
    }
  }

  private void requireNoRefusal() {
    Exception thrown = refusal.get();
    if (thrown != null) {
      String why = Explain.sentence(Explain.unwrap(thrown));
      throw new Failure("a record was refused: " + why + soFar(), thrown);
    }
  }

  private String soFar() {
    return "; " + acknowledged.get() + " records before it are acknowledged";
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
