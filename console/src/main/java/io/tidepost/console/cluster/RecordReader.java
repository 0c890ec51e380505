package io.tidepost.console.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/// Reads records for a page: a bounded number of them in a bounded time, and says how far it came.
public final class RecordReader {

  /// How many records one request looks at when a filter leaves most of them out.
  static final int LOOKED_AT_MAX = 100_000;

  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Duration POLL = Duration.ofMillis(200);

  private static final Comparator<ShownRecord> BY_TIME =
      Comparator.comparingLong(ShownRecord::timeMillis)
          .thenComparingInt(ShownRecord::partition)
          .thenComparingLong(ShownRecord::offset);

  private final ClusterClient client;
  private final RecordQuery query;
  private final Codecs codecs;
  private final Predicate<ShownRecord> wanted;
  private final List<ShownRecord> found = new ArrayList<>();
  private final long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
  private int lookedAt;

  private RecordReader(
      ClusterClient client, RecordQuery query, Codecs codecs, Predicate<ShownRecord> wanted) {
    this.client = client;
    this.query = query;
    this.codecs = codecs;
    this.wanted = wanted;
  }

  /// What was found.
  ///
  /// @param lookedAt how many records were read for it
  /// @param all whether there is nothing else that the query could find
  public record Found(List<ShownRecord> records, int lookedAt, boolean all) {}

  /// Reads. Blocks for some seconds at most.
  public static Found read(ClusterClient client, RecordQuery query, Codecs codecs) {
    return read(client, query, codecs, query.filter().test());
  }

  /// Reads what a test lets through, instead of the query's filter.
  static Found read(
      ClusterClient client, RecordQuery query, Codecs codecs, Predicate<ShownRecord> wanted) {
    RecordReader reader = new RecordReader(client, query, codecs, wanted);
    try {
      return query.from() == RecordQuery.From.NEWEST ? reader.backwards() : reader.forwards();
    } catch (KafkaException e) {
      throw ClusterClient.failure(e);
    }
  }

  private Consumer<byte[], byte[]> consumer() {
    return client.consumer(
        Map.of(
            "isolation.level",
            query.committed() ? "read_committed" : "read_uncommitted",
            "auto.offset.reset",
            "earliest",
            "fetch.max.wait.ms",
            100,
            "max.poll.records",
            2_000));
  }

  private List<TopicPartition> partitions() {
    return ClusterClient.only(
            ClusterClient.get(
                client.admin().describeTopics(List.of(query.topic())).allTopicNames()))
        .partitions()
        .stream()
        .filter(p -> query.partition() < 0 || p.partition() == query.partition())
        .map(p -> new TopicPartition(query.topic(), p.partition()))
        .toList();
  }

  private static Map<TopicPartition, Long> offsets(
      ClusterClient client, List<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    Offsets.of(client, partitions, spec)
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  private Found forwards() {
    List<TopicPartition> partitions = partitions();
    Map<TopicPartition, Long> ends = offsets(client, partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> starts =
        switch (query.from()) {
          case OFFSET -> {
            Map<TopicPartition, Long> given = new HashMap<>();
            partitions.forEach(partition -> given.put(partition, query.value()));
            yield given;
          }
          case TIME -> offsets(client, partitions, OffsetSpec.forTimestamp(query.value()));
          default -> offsets(client, partitions, OffsetSpec.earliest());
        };
    boolean all;
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      all = readRanges(consumer, starts, ends, query.limit());
    }
    found.sort(BY_TIME);
    boolean cut = found.size() > query.limit();
    return new Found(
        cut ? List.copyOf(found.subList(0, query.limit())) : found, lookedAt, all && !cut);
  }

  /// Steps back in windows that grow, until enough is found.
  private Found backwards() {
    List<TopicPartition> partitions = partitions();
    Map<TopicPartition, Long> firsts = offsets(client, partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> upTo = offsets(client, partitions, OffsetSpec.latest());
    long window = query.limit();
    boolean whole = true;
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      while (whole && found.size() < query.limit() && lookedAt < LOOKED_AT_MAX) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        long step = window;
        upTo.forEach((partition, end) -> {
          long first = firsts.getOrDefault(partition, 0L);
          if (end > first) {
            starts.put(partition, Math.max(first, end - step));
          }
        });
        if (starts.isEmpty()) {
          break;
        }
        whole = readRanges(consumer, starts, upTo, Integer.MAX_VALUE);
        upTo.putAll(starts);
        window = Math.min(window * 4, LOOKED_AT_MAX);
      }
    }
    boolean bottom =
        whole
            && upTo.entrySet().stream()
                .allMatch(e -> e.getValue() <= firsts.getOrDefault(e.getKey(), 0L));
    found.sort(BY_TIME.reversed());
    boolean cut = found.size() > query.limit();
    return new Found(
        cut ? List.copyOf(found.subList(0, query.limit())) : found, lookedAt, bottom && !cut);
  }

  /// Reads from `starts` up to `ends`.
  ///
  /// @param enough of one partition: it is not read on then
  /// @return whether all of it was read
  private boolean readRanges(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> ends,
      int enough) {
    Map<TopicPartition, Integer> foundIn = new HashMap<>();
    List<TopicPartition> open = new ArrayList<>();
    starts.forEach((partition, start) -> {
      if (start >= 0 && start < ends.getOrDefault(partition, -1L)) {
        open.add(partition);
      }
    });
    if (open.isEmpty()) {
      return true;
    }
    consumer.assign(open);
    open.forEach(partition -> consumer.seek(partition, ClusterClient.of(starts, partition)));
    boolean whole = true;
    while (!open.isEmpty()) {
      if (System.nanoTime() > deadlineNanos || lookedAt >= LOOKED_AT_MAX) {
        return false;
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() >= ClusterClient.of(ends, partition) || !open.contains(partition)) {
          continue;
        }
        lookedAt++;
        ShownRecord shown = shown(record, codecs);
        if (wanted.test(shown)) {
          found.add(shown);
          if (foundIn.merge(partition, 1, Integer::sum) >= enough) {
            open.remove(partition);
            consumer.pause(List.of(partition));
            whole = false;
          }
        }
      }
      // Control batches and compaction leave gaps: the position says when the end is reached.
      open.removeIf(partition -> consumer.position(partition) >= ClusterClient.of(ends, partition));
    }
    return whole;
  }

  /// A record for people.
  public static ShownRecord shown(ConsumerRecord<byte[], byte[]> record, Codecs codecs) {
    List<ShownRecord.Header> headers = new ArrayList<>();
    record
        .headers()
        .forEach(
            header -> headers.add(new ShownRecord.Header(header.key(), Shown.of(header.value()))));
    return new ShownRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType() == TimestampType.LOG_APPEND_TIME,
        codecs.show(record.key()),
        codecs.show(record.value()),
        headers,
        Math.max(0, record.serializedKeySize()) + (long) Math.max(0, record.serializedValueSize()));
  }
}
