package io.tidepost.cli.record;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// Reads given partitions without a group.
final class AssignedReading extends Reading {

  private final List<TopicPartition> partitions;
  private final Start start;
  private final boolean follow;
  private Map<TopicPartition, Long> ends = Map.of();

  AssignedReading(
      Consumer<byte[], byte[]> consumer,
      Printing printing,
      List<TopicPartition> partitions,
      Start start,
      boolean follow) {
    super(consumer, printing);
    this.partitions = partitions;
    this.start = start;
    this.follow = follow;
  }

  @Override
  void begin() {
    consumer.assign(partitions);
    ends = consumer.endOffsets(partitions);
    start.offsets(consumer, partitions).forEach(consumer::seek);
  }

  @Override
  boolean isOver() {
    return !follow
        && ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }
}
