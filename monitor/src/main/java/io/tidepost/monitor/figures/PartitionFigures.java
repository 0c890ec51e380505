package io.tidepost.monitor.figures;

import io.tidepost.broker.metric.Traffic;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Looks at all replicas of a node.
final class PartitionFigures {

  /// So many at a time: what a loop has to do for it is over before a client notices.
  private static final int AT_A_TIME = 256;

  private PartitionFigures() {}

  /// Blocks.
  static List<PartitionFigure> gather(BrokerContext context) {
    List<HostedPartition> all = context.partitions().all();
    MetadataImage image = context.image();
    @Nullable PartitionFigure[] found = new PartitionFigure[all.size()];
    for (int from = 0; from < all.size(); from += AT_A_TIME) {
      int end = Math.min(all.size(), from + AT_A_TIME);
      CountDownLatch missing = new CountDownLatch(end - from);
      for (int i = from; i < end; i++) {
        int at = i;
        HostedPartition partition = all.get(i);
        partition
            .loop()
            .execute(() -> {
              try {
                found[at] = look(partition, image);
              } finally {
                missing.countDown();
              }
            });
      }
      Waiting.await(missing);
    }
    List<PartitionFigure> result = new ArrayList<>(found.length);
    for (PartitionFigure figure : found) {
      if (figure != null) {
        result.add(figure);
      }
    }
    return result;
  }

  private static PartitionFigure look(HostedPartition partition, MetadataImage image) {
    Partition known =
        image
            .topics()
            .partition(partition.topicPartition().topic(), partition.topicPartition().partition());
    Traffic traffic = new Traffic();
    partition.counts().addTo(traffic);
    return new PartitionFigure(
        partition.topicPartition(),
        partition.isLed(),
        partition.log().logStartOffset(),
        partition.log().logEndOffset(),
        partition.replica().highWatermark(),
        partition.log().sizeInBytes(),
        known == null ? 0 : known.replicas().size(),
        known == null ? 0 : known.isr().size(),
        partition.settings().inSyncReplicasMin(),
        known != null && !(known.addingReplicas().isEmpty() && known.removingReplicas().isEmpty()),
        traffic);
  }
}
