package io.tidepost.cli.record;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Reads as a member of a group. Commits only what has been handed to the operating system: now and
/// then, when partitions are taken away, and at the end.
///
/// At the end means: up to where the partitions ended when this member got them, or, for a member
/// that got none, when the others have read that far.
final class GroupReading extends Reading implements ConsumerRebalanceListener {

  private static final long COMMIT_INTERVAL_NANOS = 1_000_000_000L;

  private final String topic;
  private final List<TopicPartition> all;
  private final boolean follow;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
  private boolean joined;
  private long lastCommitNanos = System.nanoTime();

  GroupReading(
      Consumer<byte[], byte[]> consumer,
      Printing printing,
      String topic,
      List<TopicPartition> all,
      boolean follow) {
    super(consumer, printing);
    this.topic = topic;
    this.all = all;
    this.follow = follow;
  }

  @Override
  void begin() {
    consumer.subscribe(List.of(topic), this);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    joined = true;
    if (!follow) {
      ends.putAll(consumer.endOffsets(partitions));
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commit();
    partitions.forEach(ends::remove);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    partitions.forEach(uncommitted::remove);
    partitions.forEach(ends::remove);
  }

  @Override
  boolean isOver() {
    if (follow || !joined) {
      return false;
    }
    return consumer.assignment().isEmpty()
        ? othersAreDone()
        : ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }

  private boolean othersAreDone() {
    Map<TopicPartition, Long> now = consumer.endOffsets(all);
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(new HashSet<>(all));
    return now.entrySet().stream()
        .allMatch(e -> {
          OffsetAndMetadata at = committed.get(e.getKey());
          return e.getValue() == 0 || (at != null && at.offset() >= e.getValue());
        });
  }

  @Override
  void written(ConsumerRecord<byte[], byte[]> record) {
    uncommitted.put(
        new TopicPartition(record.topic(), record.partition()),
        new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
  }

  @Override
  void afterPoll() {
    if (System.nanoTime() - lastCommitNanos >= COMMIT_INTERVAL_NANOS) {
      commit();
    }
  }

  @Override
  void end() {
    commit();
  }

  private void commit() {
    if (!uncommitted.isEmpty() && !printing.broken()) {
      consumer.commitSync(Map.copyOf(uncommitted));
      uncommitted.clear();
    }
    lastCommitNanos = System.nanoTime();
  }
}
