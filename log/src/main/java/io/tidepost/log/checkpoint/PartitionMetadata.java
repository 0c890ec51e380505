package io.tidepost.log.checkpoint;

import io.tidepost.base.Uuid;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Kafka's `partition.metadata`: `version: 0` and `topic_id: <id>` (KIP-516).
public final class PartitionMetadata {

  private PartitionMetadata() {}

  /// The content of the file.
  public static byte[] toBytes(Uuid topicId) {
    return ("version: 0\ntopic_id: " + topicId + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// The topic id; `null` when the content is not a version 0 file.
  public static @Nullable Uuid parse(byte[] content) {
    Uuid topicId = null;
    boolean known = false;
    for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).strip()) {
        case "version" -> known = value.equals("0");
        case "topic_id" -> {
          try {
            topicId = Uuid.parse(value);
          } catch (IllegalArgumentException e) {
            return null;
          }
        }
        default -> {
          return null;
        }
      }
    }
    return known ? topicId : null;
  }
}
