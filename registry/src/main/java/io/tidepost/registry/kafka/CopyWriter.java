package io.tidepost.registry.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Appends records that were taken out of a batch to the topic that gets them. Any thread.
public final class CopyWriter implements AutoCloseable {

  private static final String MILLIS_MAX = "20000";

  /// A record.
  ///
  /// @param timestamp milliseconds since 1970, -1 for now
  public record Copy(
      long timestamp, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {}

  /// One of its headers.
  public record Header(String name, byte @Nullable [] value) {}

  private final KafkaProducer<byte[], byte[]> producer;

  /// @param settings of the client, `bootstrap.servers` and what security needs
  public CopyWriter(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("client.id", "tidepost-quarantine");
    all.put("acks", "all");
    all.put("delivery.timeout.ms", MILLIS_MAX);
    all.put("request.timeout.ms", "10000");
    all.put("max.block.ms", MILLIS_MAX);
    all.put("linger.ms", "0");
    producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /// Returns when all of them are there. Blocks.
  ///
  /// @return why they are not; `null` when they are
  public @Nullable String write(String topic, List<Copy> copies) {
    try {
      List<Future<RecordMetadata>> sent = copies.stream().map(c -> send(topic, c)).toList();
      producer.flush();
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
      return null;
    } catch (KafkaException e) {
      return String.valueOf(e.getMessage());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private Future<RecordMetadata> send(String topic, Copy copy) {
    Long timestamp = copy.timestamp() < 0 ? null : copy.timestamp();
    var record = new ProducerRecord<>(topic, null, timestamp, copy.key(), copy.value());
    copy.headers().forEach(header -> record.headers().add(header.name(), header.value()));
    return producer.send(record);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
