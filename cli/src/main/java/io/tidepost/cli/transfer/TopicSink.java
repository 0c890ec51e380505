package io.tidepost.cli.transfer;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// A topic of a cluster. Partitions keep their order also when sending is tried again; the first
/// refusal ends it, and what was sent before it is there.
final class TopicSink implements Sink {

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final boolean repartition;
  private final AtomicReference<@Nullable Exception> refusal = new AtomicReference<>();

  TopicSink(Map<String, Object> connection, String topic, Arrival arrival) {
    this.topic = topic;
    repartition = arrival.repartition;
    Map<String, Object> properties = new HashMap<>();
    properties.put("acks", "all");
    properties.put("enable.idempotence", true);
    properties.put("compression.type", arrival.compression);
    properties.put("linger.ms", 5);
    properties.put("batch.size", 128 << 10);
    properties.put("buffer.memory", 64L << 20);
    properties.put("max.request.size", 32 << 20);
    properties.put("delivery.timeout.ms", 120_000);
    properties.putAll(connection);
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void take(List<ProducerRecord<byte[], byte[]>> records) {
    for (ProducerRecord<byte[], byte[]> record : records) {
      requireNoRefusal();
      producer.send(
          new ProducerRecord<>(
              topic,
              repartition ? null : record.partition(),
              record.timestamp(),
              record.key(),
              record.value(),
              record.headers()),
          (_, thrown) -> {
            if (thrown != null) {
              refusal.compareAndSet(null, thrown);
            }
          });
    }
  }

  @Override
  public void finish() {
    producer.flush();
    requireNoRefusal();
  }

  private void requireNoRefusal() {
    Exception thrown = refusal.get();
    if (thrown != null) {
      throw new Failure(
          "a record was refused by '"
              + topic
              + "': "
              + Explain.sentence(Explain.unwrap(thrown))
              + "; --resume goes on when that is mended",
          thrown);
    }
  }

  @Override
  public void close() {
    producer.close(java.time.Duration.ZERO);
  }
}
