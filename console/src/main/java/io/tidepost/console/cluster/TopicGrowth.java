package io.tidepost.console.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/// How much was written to a topic lately, by the time stamps of its records: nothing has to be
/// watched for it, and a restart forgets nothing.
///
/// @param perStep records of each step of the last hour, the oldest first
/// @param hour records of the last hour
/// @param day records of the last day
/// @param byPartition records of the last hour
/// @param bytesPerRecord on disk, of one copy; 0 when not known
public record TopicGrowth(
    List<Long> perStep,
    long hour,
    long day,
    Map<Integer, Long> byPartition,
    double bytesPerRecord) {

  /// Of how many partitions it is worked out.
  public static final int PARTITIONS_MAX = 50;

  private static final int STEPS = 12;
  private static final long STEP_MILLIS = 5 * 60_000L;
  private static final long DAY_MILLIS = 24 * 3_600_000L;

  /// So many times the average is hot.
  private static final int HOT = 2;

  private static final long WORTH_A_WORD = 100;

  /// Asks the cluster.
  ///
  /// @param records offsets in use, and `bytes` of them
  public static TopicGrowth of(
      ClusterClient client, Collection<TopicPartition> partitions, long records, long bytes) {
    List<TopicPartition> some = partitions.stream().limit(PARTITIONS_MAX).toList();
    long now = System.currentTimeMillis();
    Map<TopicPartition, Long> ends = new HashMap<>();
    Offsets.of(client, some, OffsetSpec.latest()).forEach((p, info) -> ends.put(p, info.offset()));
    List<Long> since = new ArrayList<>();
    for (int step = STEPS; step >= 1; step--) {
      since.add(sum(since(client, ends, now - step * STEP_MILLIS)));
    }
    List<Long> perStep = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      perStep.add(Math.max(0, since.get(i) - (i + 1 < STEPS ? since.get(i + 1) : 0)));
    }
    Map<Integer, Long> byPartition = new HashMap<>();
    since(client, ends, now - STEPS * STEP_MILLIS)
        .forEach((partition, count) -> byPartition.put(partition.partition(), count));
    return new TopicGrowth(
        perStep,
        since.getFirst(),
        sum(since(client, ends, now - DAY_MILLIS)),
        byPartition,
        records <= 0 ? 0 : (double) bytes / records);
  }

  private static long sum(Map<TopicPartition, Long> counts) {
    return counts.values().stream().mapToLong(count -> count).sum();
  }

  /// Records from a moment on.
  private static Map<TopicPartition, Long> since(
      ClusterClient client, Map<TopicPartition, Long> ends, long millis) {
    Map<TopicPartition, Long> counts = new HashMap<>();
    Offsets.of(client, ends.keySet(), OffsetSpec.forTimestamp(millis))
        .forEach((partition, info) ->
            counts.put(
                partition,
                info.offset() < 0
                    ? 0
                    : Math.max(0, ClusterClient.of(ends, partition) - info.offset())));
    return counts;
  }

  /// Bytes of the last hour, of one copy.
  public long hourBytes() {
    return Math.round(hour * bytesPerRecord);
  }

  /// Bytes of the last day, of one copy.
  public long dayBytes() {
    return Math.round(day * bytesPerRecord);
  }

  /// The steps as points of a line in a box of 600 by 60.
  public String points() {
    long most = Math.max(1, perStep.stream().mapToLong(n -> n).max().orElse(1));
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < perStep.size(); i++) {
      points
          .append(i == 0 ? "" : " ")
          .append(i * 600 / Math.max(1, perStep.size() - 1))
          .append(',')
          .append(58 - perStep.get(i) * 56 / most);
    }
    return points.toString();
  }

  /// Partitions that get far more than the others, the hottest first.
  public List<Integer> hot() {
    return hot(byPartition);
  }

  /// Which of these counts are far above the average.
  static List<Integer> hot(Map<Integer, Long> counts) {
    long sum = counts.values().stream().mapToLong(count -> count).sum();
    if (counts.size() < 2 || sum < WORTH_A_WORD) {
      return List.of();
    }
    // Of two, one with three quarters; of many, one with more than twice its share.
    double limit = Math.min(HOT * (double) sum / counts.size(), 0.75 * sum);
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= limit)
        .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }
}
