package io.tidepost.broker.storage;

import io.tidepost.base.Uuid;
import io.tidepost.broker.metric.GoneTraffic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the partitions that this broker has replicas of. Any thread. A partition is found from the
/// moment on it accepts writes: Metadata names a leader only for those.
public interface Partitions {

  /// The partition, or `null` when it is not (or not yet) led here.
  @Nullable HostedPartition find(String topic, int partition);

  /// The partition, or `null` when it is not (or not yet) led here.
  @Nullable HostedPartition find(Uuid topicId, int partition);

  /// Whether the partition exists here but its log directory has failed (KAFKA_STORAGE_ERROR).
  boolean isOffline(String topic, int partition);

  /// The replica of a partition here, led or not; `null` when there is none.
  @Nullable HostedPartition findReplica(String topic, int partition);

  /// The replica of a partition here, led or not; `null` when there is none.
  @Nullable HostedPartition findReplica(Uuid topicId, int partition);

  /// All replicas here, led or not, in no particular order.
  List<HostedPartition> all();

  /// What went in and out of replicas that have left.
  GoneTraffic gone();
}
