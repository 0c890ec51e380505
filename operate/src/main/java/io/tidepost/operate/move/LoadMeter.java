package io.tidepost.operate.move;

import io.tidepost.metadata.balance.ClusterLoad;
import io.tidepost.metadata.balance.ClusterLoad.BrokerLoad;
import io.tidepost.metadata.balance.ClusterLoad.PartitionLoad;
import io.tidepost.operate.move.ClusterState.PartitionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/// Measures what brokers carry through what any Kafka tells: sizes of replicas, room of disks, and
/// how fast the replicas grow.
public final class LoadMeter {

  private static final double MILLIS_PER_SECOND = 1000;

  private LoadMeter() {}

  /// @param millis how long growth is watched; 0 leaves the traffic unknown
  public static ClusterLoad measure(Admin admin, ClusterState state, long millis)
      throws InterruptedException, ExecutionException {
    Map<Integer, DiskUse> first = DiskUse.of(admin, state);
    Map<TopicPartition, Long> before = sizes(first);
    Map<TopicPartition, Long> after = before;
    long started = System.nanoTime();
    if (millis > 0) {
      Thread.sleep(millis);
      after = sizes(DiskUse.of(admin, state));
    }
    double seconds = (System.nanoTime() - started) / 1e6 / MILLIS_PER_SECOND;
    List<BrokerLoad> brokers = new ArrayList<>();
    for (Node node : state.nodes().values()) {
      DiskUse disk = first.get(node.id());
      Long room = disk == null ? null : disk.totalBytes();
      brokers.add(
          new BrokerLoad(node.id(), node.rack(), !node.isFenced(), room == null ? 0 : room));
    }
    List<PartitionLoad> partitions = new ArrayList<>();
    for (PartitionState partition : state.partitions()) {
      long size = after.getOrDefault(partition.name(), 0L);
      long grown = Math.max(0, size - before.getOrDefault(partition.name(), size));
      partitions.add(
          new PartitionLoad(
              partition.name().topic(),
              partition.name().partition(),
              partition.replicas(),
              partition.leader(),
              state.moving().containsKey(partition.name()),
              size,
              millis > 0 ? Math.round(grown / seconds) : 0,
              0));
    }
    return new ClusterLoad(brokers, partitions);
  }

  /// The largest replica of each partition.
  private static Map<TopicPartition, Long> sizes(Map<Integer, DiskUse> disks) {
    Map<TopicPartition, Long> sizes = new HashMap<>();
    for (DiskUse disk : disks.values()) {
      disk.replicas().forEach((partition, size) -> sizes.merge(partition, size, Math::max));
    }
    return sizes;
  }
}
