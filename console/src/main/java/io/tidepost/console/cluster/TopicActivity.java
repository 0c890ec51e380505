package io.tidepost.console.cluster;

import static io.tidepost.console.cluster.ClusterClient.get;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;

/// Who writes to a topic, who reads from it, and how old its oldest record is.
///
/// @param producers idempotent ones that the leaders remember
/// @param readers groups that have offsets or members there, by name
/// @param oldestMillis time stamp of the oldest record; -1 when there is none
public record TopicActivity(List<Writer> producers, Set<String> readers, long oldestMillis) {

  private static final int WRITERS_MAX = 50;
  private static final int LOGS_LOOKED_AT = 50;

  /// @param lastMillis time stamp of its last batch
  /// @param transaction offset that its open transaction began at; -1 when none is open
  public record Writer(long id, int epoch, int partition, long lastMillis, long transaction) {}

  /// Asks the cluster.
  public static TopicActivity of(
      ClusterClient client, String topic, Collection<TopicPartition> partitions) {
    return new TopicActivity(
        writers(client, partitions), readers(client, topic), oldest(client, partitions));
  }

  private static List<Writer> writers(ClusterClient client, Collection<TopicPartition> partitions) {
    List<Writer> found = new ArrayList<>();
    List<TopicPartition> asked = partitions.stream().limit(LOGS_LOOKED_AT).toList();
    var answer = client.admin().describeProducers(asked);
    for (TopicPartition partition : asked) {
      try {
        for (ProducerState state : get(answer.partitionResult(partition)).activeProducers()) {
          found.add(
              new Writer(
                  state.producerId(),
                  state.producerEpoch(),
                  partition.partition(),
                  state.lastTimestamp(),
                  state.currentTransactionStartOffset().orElse(-1)));
        }
      } catch (ConsoleFailure unknown) {
        // may not be asked, or has no leader: the others are shown
      }
    }
    found.sort((a, b) -> Long.compare(b.lastMillis(), a.lastMillis()));
    return found.size() > WRITERS_MAX ? found.subList(0, WRITERS_MAX) : found;
  }

  private static Set<String> readers(ClusterClient client, String topic) {
    Set<String> found = new TreeSet<>();
    for (GroupSight.Listed group : client.groups().all()) {
      if (client.groups().reads(group, topic)) {
        found.add(group.name());
      }
    }
    return found;
  }

  private static long oldest(ClusterClient client, Collection<TopicPartition> partitions) {
    List<TopicPartition> some = partitions.stream().limit(LOGS_LOOKED_AT).toList();
    var starts = Offsets.of(client, some, OffsetSpec.earliest());
    var ends = Offsets.of(client, some, OffsetSpec.latest());
    Map<TopicPartition, Long> first = new HashMap<>();
    starts.forEach((partition, start) -> {
      var end = ends.get(partition);
      if (end != null && end.offset() > start.offset()) {
        first.put(partition, start.offset());
      }
    });
    return Stamps.at(client, first).values().stream().mapToLong(stamp -> stamp).min().orElse(-1);
  }
}
