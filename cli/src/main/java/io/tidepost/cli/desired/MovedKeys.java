package io.tidepost.cli.desired;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;

/// Which keys go to another partition when a topic gets more of them.
///
/// @param seen different keys that were looked at
/// @param moved those of them that go elsewhere, some by name
record MovedKeys(int seen, int moved, List<String> examples, int wanted) {

  private static final int LOOKED_AT_EACH = 500;
  private static final int EXAMPLES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// Looks at the newest records of each partition.
  static MovedKeys of(Cluster cluster, String topic, int now, int wanted) {
    Set<String> keys = new LinkedHashSet<>();
    List<TopicPartition> partitions =
        IntStream.range(0, now).mapToObj(p -> new TopicPartition(topic, p)).toList();
    try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
      consumer.assign(partitions);
      var ends = consumer.endOffsets(partitions);
      var starts = consumer.beginningOffsets(partitions);
      List<TopicPartition> open = new ArrayList<>();
      ends.forEach((partition, end) -> {
        long from = Math.max(starts.getOrDefault(partition, 0L), end - LOOKED_AT_EACH);
        consumer.seek(partition, from);
        if (from < end) {
          open.add(partition);
        }
      });
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!open.isEmpty() && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.key() != null) {
            keys.add(new String(record.key(), StandardCharsets.ISO_8859_1));
          }
        }
        open.removeIf(
            partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
      }
    }
    return among(keys, now, wanted);
  }

  /// @param keys one character for each byte
  static MovedKeys among(Set<String> keys, int now, int wanted) {
    int moved = 0;
    List<String> examples = new ArrayList<>();
    for (String key : keys) {
      byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
      int before = BuiltInPartitioner.partitionForKey(bytes, now);
      int after = BuiltInPartitioner.partitionForKey(bytes, wanted);
      if (before != after) {
        moved++;
        if (examples.size() < EXAMPLES) {
          examples.add(
              new String(bytes, StandardCharsets.UTF_8) + " (" + before + " → " + after + ")");
        }
      }
    }
    return new MovedKeys(keys.size(), moved, examples, wanted);
  }

  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    warnings.add(
        "with "
            + wanted
            + " partitions most keys go to another one: records of a key from before and after are"
            + " in two partitions, and their order is no longer kept; it cannot be undone");
    if (seen > 0) {
      warnings.add(
          moved
              + " of "
              + seen
              + " keys seen lately go elsewhere"
              + (examples.isEmpty() ? "" : ", such as " + String.join(", ", examples)));
    }
    return warnings;
  }
}
