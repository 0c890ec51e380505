package io.tidepost.console.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// The records that dead letters of share groups are about (KIP-1191): a letter says where its
/// record stands, and holds at most its key and value. One thread; blocks.
final class Originals implements AutoCloseable {

  /// What the headers of letters begin with.
  static final String PREFIX = "__dlq.errors.";

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Consumer<byte[], byte[]> consumer;
  private final Map<Long, ConsumerRecord<byte[], byte[]>> near = new HashMap<>();
  private @Nullable TopicPartition nearIn;

  Originals(ClusterClient client) {
    consumer = client.consumer(Map.of("max.poll.records", 1_000));
  }

  /// Where a letter's record stood.
  record Place(TopicPartition partition, long offset) {}

  /// What the headers of a letter say; `null` when it is none.
  static @Nullable Place place(ConsumerRecord<byte[], byte[]> letter) {
    String topic = header(letter, "topic");
    String partition = header(letter, "partition");
    String offset = header(letter, "offset");
    if (topic == null || partition == null || offset == null) {
      return null;
    }
    try {
      return new Place(
          new TopicPartition(topic, Integer.parseInt(partition)), Long.parseLong(offset));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(PREFIX + name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /// The record itself; `null` when it is gone.
  @Nullable ConsumerRecord<byte[], byte[]> find(Place place) {
    if (!place.partition().equals(nearIn) || !near.containsKey(place.offset())) {
      near.clear();
      nearIn = place.partition();
      consumer.assign(List.of(place.partition()));
      consumer.seek(place.partition(), place.offset());
      try {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
          near.put(record.offset(), record);
        }
      } catch (OffsetOutOfRangeException e) {
        return null;
      }
    }
    return near.get(place.offset());
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
  }
}
