package io.tidepost.monitor.figures;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.metric.RequestTimes;
import io.tidepost.broker.metric.Traffic;
import io.tidepost.broker.net.ConnectionCounts;
import io.tidepost.broker.option.MonitorOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Topic;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Gathers the figures of a node when somebody asks. Who asks within a second of somebody else gets
/// the same. Any thread that may block.
public final class NodeWatch {

  private static final long FRESH_NANOS = 1_000_000_000L;

  private final BrokerContext context;
  private final GroupFigures groups;
  private final RequestWindow window = new RequestWindow();
  private @Nullable NodeFigures known;
  private long knownNanos;

  public NodeWatch(BrokerContext context) {
    this.context = context;
    this.groups = new GroupFigures(context);
  }

  /// The figures of this second. Blocks.
  public synchronized NodeFigures look() {
    NodeFigures last = known;
    if (last != null && System.nanoTime() - knownNanos < FRESH_NANOS) {
      return last;
    }
    NodeFigures fresh = gather();
    known = fresh;
    knownNanos = System.nanoTime();
    return fresh;
  }

  private NodeFigures gather() {
    CompletableFuture<ConnectionCounts> connections = new CompletableFuture<>();
    context.metrics().countConnections(connections::complete);
    MetadataImage image = context.image();
    List<PartitionFigure> partitions = PartitionFigures.gather(context);
    SortedMap<String, Traffic> topics = new TreeMap<>();
    Traffic all = new Traffic();
    for (PartitionFigure partition : partitions) {
      all.add(partition.traffic());
      topics
          .computeIfAbsent(partition.name().topic(), topic -> new Traffic())
          .add(partition.traffic());
    }
    var gone = context.partitions().gone();
    gone.addTo(all);
    gone.keep(topic -> image.topics().byName(topic) != null);
    topics.forEach(gone::addTo);
    SortedMap<String, RequestTimes> requests = context.metrics().requests().snapshot();
    int placesMax =
        context.options().current().get(MonitorOptions.TIDEPOST_METRICS_GROUP_PARTITIONS_MAX);
    Map<TopicPartition, PartitionFigure> byName = NodeFigures.byName(partitions);
    List<GroupFigure> found = groups.gather(byName, placesMax);
    int places = found.stream().mapToInt(group -> group.positions().size()).sum();
    return new NodeFigures(
        partitions,
        byName,
        offlineReplicas(image),
        topics,
        all,
        requests,
        window.recent(requests, System.nanoTime()),
        Waiting.await(connections),
        found,
        places >= placesMax,
        ClusterFigure.of(image),
        context.cluster().leadership().isHere());
  }

  private int offlineReplicas(MetadataImage image) {
    int[] count = {0};
    image.topics().forEach(topic -> count[0] += offlineReplicas(topic));
    return count[0];
  }

  private int offlineReplicas(Topic topic) {
    int count = 0;
    for (int number = 0; number < topic.partitions().size(); number++) {
      count += context.partitions().isOffline(topic.name(), number) ? 1 : 0;
    }
    return count;
  }
}
