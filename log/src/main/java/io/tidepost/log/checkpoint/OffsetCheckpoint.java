package io.tidepost.log.checkpoint;

import io.tidepost.base.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Kafka's checkpoint files of a log directory: version 0, number of entries, then `topic partition
/// offset` lines.
public final class OffsetCheckpoint {

  private OffsetCheckpoint() {}

  /// The content of the file, in order of topic and partition.
  public static byte[] toBytes(Map<TopicPartition, Long> offsets) {
    var sorted =
        new TreeMap<TopicPartition, Long>(
            java.util.Comparator.comparing(TopicPartition::topic)
                .thenComparingInt(TopicPartition::partition));
    sorted.putAll(offsets);
    var text = new StringBuilder("0\n").append(sorted.size()).append('\n');
    sorted.forEach((topicPartition, offset) ->
        text.append(topicPartition.topic())
            .append(' ')
            .append(topicPartition.partition())
            .append(' ')
            .append(offset)
            .append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Reads the file; `null` when it is not well-formed.
  public static @Nullable Map<TopicPartition, Long> parse(byte[] content) {
    List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
    try {
      if (lines.size() < 2
          || Integer.parseInt(lines.get(0).strip()) != 0
          || Integer.parseInt(lines.get(1).strip()) != lines.size() - 2) {
        return null;
      }
      Map<TopicPartition, Long> offsets = HashMap.newHashMap(lines.size());
      for (String line : lines.subList(2, lines.size())) {
        String[] words = line.strip().split(" ", -1);
        long offset = Long.parseLong(words[2]);
        if (words.length != 3 || offset < 0) {
          return null;
        }
        offsets.put(new TopicPartition(words[0], Integer.parseInt(words[1])), offset);
      }
      return offsets;
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return null;
    }
  }
}
