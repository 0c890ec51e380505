package io.tidepost.monitor.figures;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.metric.RequestTimes;
import io.tidepost.broker.metric.Traffic;
import io.tidepost.broker.net.ConnectionCounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Everything about a node at one moment.
///
/// @param partitions the replicas here
/// @param byName the same by name
/// @param offlineReplicas replicas in directories that have failed
/// @param topics what went in and out of topics with replicas here, also through those that have
///   left
/// @param all the sum, also of topics that are gone
/// @param requests how requests fared since the start, by Kafka's names
/// @param recentRequests likewise, in the last minutes
/// @param groups those that are coordinated here
/// @param leftOutPositions whether positions of groups were left out
public record NodeFigures(
    List<PartitionFigure> partitions,
    Map<TopicPartition, PartitionFigure> byName,
    int offlineReplicas,
    SortedMap<String, Traffic> topics,
    Traffic all,
    SortedMap<String, RequestTimes> requests,
    SortedMap<String, RequestTimes> recentRequests,
    ConnectionCounts connections,
    List<GroupFigure> groups,
    boolean leftOutPositions,
    ClusterFigure cluster,
    boolean activeController) {

  /// How many replicas here a condition holds for.
  public long count(Predicate<PartitionFigure> condition) {
    return partitions.stream().filter(condition).count();
  }

  /// The replica with this name, `null` when it is not here.
  public @Nullable PartitionFigure partition(TopicPartition name) {
    return byName.get(name);
  }

  /// The replicas here by name.
  static Map<TopicPartition, PartitionFigure> byName(List<PartitionFigure> partitions) {
    Map<TopicPartition, PartitionFigure> result = HashMap.newHashMap(partitions.size());
    partitions.forEach(partition -> result.put(partition.name(), partition));
    return result;
  }
}
