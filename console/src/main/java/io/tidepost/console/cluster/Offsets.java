package io.tidepost.console.cluster;

import static io.tidepost.console.cluster.ClusterClient.get;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/// Where logs begin and end.
public final class Offsets {

  private Offsets() {}

  /// Offsets by partition. Those that cannot be had, such as of a partition without a leader, are
  /// left out.
  public static Map<TopicPartition, ListOffsetsResultInfo> of(
      ClusterClient client, Collection<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    var answer = client.admin().listOffsets(asked);
    Map<TopicPartition, ListOffsetsResultInfo> found = new HashMap<>();
    for (TopicPartition partition : asked.keySet()) {
      try {
        found.put(partition, get(answer.partitionResult(partition)));
      } catch (ConsoleFailure unknown) {
        // left out
      }
    }
    return found;
  }
}
