package io.tidepost.broker.metric;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// What went in and out of partitions that are not here any more, so that sums never fall. Any
/// thread.
public final class GoneTraffic {

  private final Map<String, Traffic> byTopic = new HashMap<>();
  private final Traffic all = new Traffic();

  /// A partition leaves.
  public synchronized void add(String topic, PartitionCounts counts) {
    counts.addTo(byTopic.computeIfAbsent(topic, name -> new Traffic()));
    counts.addTo(all);
  }

  /// Adds everything to a sum.
  public synchronized void addTo(Traffic sum) {
    sum.add(all);
  }

  /// Hands over a topic's part.
  public synchronized void addTo(String topic, Traffic sum) {
    Traffic known = byTopic.get(topic);
    if (known != null) {
      sum.add(known);
    }
  }

  /// Forgets the parts of topics that exist no longer.
  public synchronized void keep(Predicate<String> exists) {
    byTopic.keySet().removeIf(topic -> !exists.test(topic));
  }
}
