package io.tidepost.cli.transfer;

import io.tidepost.cli.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Whether what a topic has is the beginning of what is to be written to it: as many records as
/// that has at the least, and the last one is the same.
final class LastRecords {

  private static final int TRIES = 60;

  private LastRecords() {}

  /// @param source read to its end; open another one for the records
  /// @throws Failure when it is not, with the partition
  static void check(Source source, Map<String, Object> connection, String topic, long[] there)
      throws IOException {
    Map<Integer, ProducerRecord<byte[], byte[]>> expected = new HashMap<>();
    long[] seen = new long[there.length];
    List<ProducerRecord<byte[], byte[]>> batch = source.next();
    while (!batch.isEmpty()) {
      for (ProducerRecord<byte[], byte[]> record : batch) {
        if (++seen[record.partition()] == there[record.partition()]) {
          expected.put(record.partition(), record);
        }
      }
      batch = source.next();
    }
    Map<String, Object> properties = new HashMap<>();
    properties.put("allow.auto.create.topics", false);
    properties.put("auto.offset.reset", "none");
    properties.put("max.poll.records", 1);
    properties.putAll(connection);
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (int partition = 0; partition < there.length; partition++) {
        if (there[partition] > 0) {
          ProducerRecord<byte[], byte[]> wanted = expected.get(partition);
          ConsumerRecord<byte[], byte[]> last =
              read(consumer, new TopicPartition(topic, partition), there[partition] - 1);
          if (wanted == null || last == null || !same(wanted, last)) {
            throw new Failure(
                "partition "
                    + partition
                    + " of '"
                    + topic
                    + "' is not the beginning of what is to be written: "
                    + (wanted == null
                        ? "it has more records"
                        : last == null
                            ? "its last record is gone"
                            : "its last record is another one")
                    + "; delete the topic and begin again");
          }
        }
      }
    }
  }

  private static @Nullable ConsumerRecord<byte[], byte[]> read(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
    if (consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L) > offset) {
      return null;
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
    for (int i = 0; i < TRIES && consumer.position(partition) == offset; i++) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
        return record.offset() == offset ? record : null;
      }
    }
    return null;
  }

  private static boolean same(
      ProducerRecord<byte[], byte[]> wanted, ConsumerRecord<byte[], byte[]> found) {
    return Arrays.equals(wanted.key(), found.key())
        && Arrays.equals(wanted.value(), found.value())
        && wanted.headers().equals(found.headers());
  }
}
