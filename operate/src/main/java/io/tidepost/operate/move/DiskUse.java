package io.tidepost.operate.move;

import io.tidepost.operate.Answers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeLogDirsResult;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// What is in the log directories of a broker.
///
/// @param usedBytes size of its replicas
/// @param totalBytes room of the disks, `null` when the broker does not say
/// @param failed directories that are offline
/// @param replicas size of each replica
public record DiskUse(
    long usedBytes,
    @Nullable Long totalBytes,
    List<String> failed,
    Map<TopicPartition, Long> replicas) {

  /// By broker id; without those that are fenced, which answer nobody.
  public static Map<Integer, DiskUse> of(Admin admin, ClusterState state)
      throws InterruptedException, ExecutionException {
    List<Integer> active =
        state.nodes().values().stream().filter(node -> !node.isFenced()).map(Node::id).toList();
    DescribeLogDirsResult answers = admin.describeLogDirs(active);
    Map<Integer, DiskUse> all = new TreeMap<>();
    for (int id : active) {
      all.put(id, of(Answers.get(answers.descriptions(), id)));
    }
    return all;
  }

  private static DiskUse of(Map<String, LogDirDescription> directories) {
    Map<TopicPartition, Long> replicas = new HashMap<>();
    List<String> failed = new ArrayList<>();
    Long total = 0L;
    for (Map.Entry<String, LogDirDescription> directory : directories.entrySet()) {
      LogDirDescription found = directory.getValue();
      if (found.error() != null) {
        failed.add(directory.getKey());
        continue;
      }
      OptionalLong room = found.totalBytes();
      total = total == null || room.isEmpty() ? null : Long.valueOf(total + room.getAsLong());
      found
          .replicaInfos()
          .forEach((partition, replica) -> {
            if (!replica.isFuture()) {
              replicas.merge(partition, replica.size(), Long::sum);
            }
          });
    }
    long used = replicas.values().stream().mapToLong(Long::longValue).sum();
    return new DiskUse(used, total, failed, replicas);
  }
}
