package io.tidepost.monitor.figures;

import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;

/// The cluster as the metadata has it.
///
/// @param offlinePartitions partitions without a leader
/// @param preferredElsewhere partitions that are led by another replica than their first
public record ClusterFigure(
    int topics,
    int partitions,
    int offlinePartitions,
    int preferredElsewhere,
    int activeBrokers,
    int fencedBrokers) {

  static ClusterFigure of(MetadataImage image) {
    int[] counts = new int[3];
    image
        .topics()
        .forEach(topic -> {
          for (Partition partition : topic.partitions()) {
            counts[0]++;
            if (partition.leader() == Partition.NO_LEADER) {
              counts[1]++;
            } else if (partition.leader() != partition.replicas().getFirst()) {
              counts[2]++;
            }
          }
        });
    int fenced = (int) image.brokers().values().stream().filter(Broker::fenced).count();
    return new ClusterFigure(
        image.topics().size(),
        counts[0],
        counts[1],
        counts[2],
        image.brokers().size() - fenced,
        fenced);
  }
}
