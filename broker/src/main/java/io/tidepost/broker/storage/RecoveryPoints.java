package io.tidepost.broker.storage;

import io.tidepost.base.TopicPartition;
import io.tidepost.log.LogDirectory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keeps recovery points of one directory from naming what was cut off: a log that has grown there
/// again would be believed to be synced. While a log is being cut, and in checkpoints whose offsets
/// were collected before it was, its recovery point stays below the cut.
final class RecoveryPoints {

  private static final long NOT_YET = Long.MAX_VALUE;

  /// @param offset of the cut
  /// @param collection number of the last collection that may have seen the log before the cut
  private record Ceiling(long offset, long collection) {}

  private final Map<TopicPartition, Ceiling> ceilings = new ConcurrentHashMap<>();
  private Map<TopicPartition, Long> lastStarts = Map.of();
  private Map<TopicPartition, Long> lastHighWatermarks = Map.of();
  private @Nullable Map<TopicPartition, Long> last;
  private volatile long collections;

  /// Offsets are about to be collected. Any thread.
  synchronized void collecting() {
    collections++;
  }

  /// The log is cut. Any thread.
  synchronized void truncated(TopicPartition name) {
    ceilings.computeIfPresent(name, (key, old) -> new Ceiling(old.offset, collections));
  }

  /// What may be written of collected offsets, which become the last ones.
  Map<TopicPartition, Long> take(
      Map<TopicPartition, Long> synced,
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> highWatermarks) {
    Map<TopicPartition, Long> points = new HashMap<>(synced);
    ceilings.forEach((name, ceiling) -> {
      if (ceiling.collection >= collections) {
        points.computeIfPresent(name, (key, point) -> Math.min(point, ceiling.offset));
      } else {
        ceilings.remove(name, ceiling);
      }
    });
    last = points;
    lastStarts = Map.copyOf(starts);
    lastHighWatermarks = Map.copyOf(highWatermarks);
    return points;
  }

  /// Lowers one recovery point, on disk too.
  void lower(LogDirectory files, TopicPartition name, long offset) throws IOException {
    ceilings.put(name, new Ceiling(offset, NOT_YET));
    Map<TopicPartition, Long> known = last;
    Map<TopicPartition, Long> points =
        new HashMap<>(known == null ? files.recoveryPoints() : known);
    Long point = points.get(name);
    if (point != null && point > offset) {
      points.put(name, offset);
      files.checkpoint(
          points,
          known == null ? files.logStartOffsets() : lastStarts,
          known == null ? files.highWatermarks() : lastHighWatermarks);
      if (known != null) {
        last = points;
      }
    }
  }
}
