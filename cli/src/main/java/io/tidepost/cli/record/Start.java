package io.tidepost.cli.record;

import io.tidepost.cli.Times;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Where `consume` starts in each partition.
sealed interface Start {

  /// The first record there is.
  record Beginning() implements Start {}

  /// Behind the last one.
  record End() implements Start {}

  /// At this offset.
  record Offset(long offset) implements Start {}

  /// This many records before the end.
  record Last(long count) implements Start {}

  /// The first record at or after this moment.
  record Moment(long epochMillis) implements Start {}

  /// `beginning`, `end`, an offset, `-N` for the last N, or a moment.
  static Start parse(String text, long nowMillis) {
    if (text.equals("beginning") || text.equals("earliest")) {
      return new Beginning();
    } else if (text.equals("end") || text.equals("latest")) {
      return new End();
    } else if (text.matches("\\d{1,18}")) {
      return new Offset(Long.parseLong(text));
    } else if (text.matches("-\\d{1,18}")) {
      return new Last(Long.parseLong(text.substring(1)));
    }
    return new Moment(Times.parse(text, nowMillis));
  }

  /// The offset to start at in each partition, within what the partition has.
  default Map<TopicPartition, Long> offsets(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    Map<TopicPartition, OffsetAndTimestamp> moments = new HashMap<>();
    if (this instanceof Moment(long epochMillis)) {
      Map<TopicPartition, Long> request = new HashMap<>();
      partitions.forEach(tp -> request.put(tp, epochMillis));
      moments.putAll(consumer.offsetsForTimes(request));
    }
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (TopicPartition tp : partitions) {
      long firstOffset = first.getOrDefault(tp, 0L);
      long endOffset = end.getOrDefault(tp, firstOffset);
      long wanted =
          switch (this) {
            case Beginning() -> firstOffset;
            case End() -> endOffset;
            case Offset(long offset) -> offset;
            case Last(long count) -> endOffset - count;
            case Moment m -> at(moments.get(tp), endOffset);
          };
      starts.put(tp, Math.clamp(wanted, firstOffset, endOffset));
    }
    return starts;
  }

  private static long at(@Nullable OffsetAndTimestamp found, long end) {
    return found == null ? end : found.offset();
  }
}
