package io.tidepost.cli.transfer;

import io.tidepost.cli.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a topic is besides its records: the first line of an exported file.
///
/// @param configs what was set for the topic itself
/// @param records how many there are at most, 0 when that is not known
record Outline(String topic, int partitions, Map<String, String> configs, long records) {

  static final String FORMAT = "tidepost-topic";
  static final int VERSION = 1;

  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", FORMAT);
    tree.put("version", VERSION);
    tree.put("topic", topic);
    tree.put("partitions", partitions);
    tree.put("configs", configs);
    return tree;
  }

  /// @param file for error messages
  static Outline read(String file, Map<String, @Nullable Object> tree) {
    if (!FORMAT.equals(tree.get("format"))) {
      throw new Failure(file + " is no exported topic: its first line does not say so");
    }
    if (!(tree.get("version") instanceof Long version) || version != VERSION) {
      throw new Failure(
          file + " is of version " + tree.get("version") + ", and only 1 is known here");
    }
    if (!(tree.get("topic") instanceof String topic)
        || !(tree.get("partitions") instanceof Long partitions)
        || partitions < 1
        || !(tree.get("configs") instanceof Map<?, ?> given)) {
      throw new Failure(file + " is damaged: its first line lacks topic, partitions or configs");
    }
    Map<String, String> configs = new LinkedHashMap<>();
    given.forEach((key, value) -> configs.put(String.valueOf(key), String.valueOf(value)));
    return new Outline(topic, Math.toIntExact(partitions), configs, 0);
  }
}
