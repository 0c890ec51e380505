package io.tidepost.broker.storage;

import java.util.List;
import java.util.Set;

/// Which replicas of a topic replicate at a bounded rate (`leader.replication.throttled.replicas`,
/// `follower.replication.throttled.replicas`).
///
/// @param all whether all of them do (`*`)
/// @param replicas else those that do, as `partition:broker`
public record ThrottledReplicas(boolean all, Set<String> replicas) {

  /// None.
  public static final ThrottledReplicas NONE = new ThrottledReplicas(false, Set.of());

  private static final ThrottledReplicas ALL = new ThrottledReplicas(true, Set.of());

  /// What the option says.
  public static ThrottledReplicas of(List<String> option) {
    if (option.isEmpty()) {
      return NONE;
    }
    return option.equals(List.of("*")) ? ALL : new ThrottledReplicas(false, Set.copyOf(option));
  }

  /// Whether the replica of a partition on a broker is among them.
  public boolean contains(int partition, int brokerId) {
    return all || (!replicas.isEmpty() && replicas.contains(partition + ":" + brokerId));
  }
}
