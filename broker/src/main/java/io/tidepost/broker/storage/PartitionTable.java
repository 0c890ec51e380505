package io.tidepost.broker.storage;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.broker.metric.GoneTraffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The partitions with a replica here, by name and by topic id. Lookups take no lock and allocate
/// nothing. Any thread.
final class PartitionTable implements Partitions {

  /// Immutable; replaced when a partition comes or goes.
  private record HostedTopic(String name, Uuid id, @Nullable HostedPartition[] partitions) {

    @Nullable HostedPartition get(int partition) {
      return partition >= 0 && partition < partitions.length ? partitions[partition] : null;
    }

    HostedTopic with(int partition, @Nullable HostedPartition hosted) {
      @Nullable HostedPartition[] copy =
          Arrays.copyOf(partitions, Math.max(partitions.length, partition + 1));
      copy[partition] = hosted;
      return new HostedTopic(name, id, copy);
    }

    boolean isEmpty() {
      for (HostedPartition partition : partitions) {
        if (partition != null) {
          return false;
        }
      }
      return true;
    }
  }

  private final ConcurrentHashMap<String, HostedTopic> byName = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Uuid, HostedTopic> byId = new ConcurrentHashMap<>();
  private final Set<TopicPartition> offline = ConcurrentHashMap.newKeySet();
  private final GoneTraffic gone = new GoneTraffic();

  @Override
  public @Nullable HostedPartition find(String topic, int partition) {
    return led(findReplica(topic, partition));
  }

  @Override
  public @Nullable HostedPartition find(Uuid topicId, int partition) {
    return led(findReplica(topicId, partition));
  }

  private static @Nullable HostedPartition led(@Nullable HostedPartition found) {
    return found != null && found.isLed() ? found : null;
  }

  @Override
  public @Nullable HostedPartition findReplica(String topic, int partition) {
    HostedTopic found = byName.get(topic);
    return found == null ? null : found.get(partition);
  }

  @Override
  public @Nullable HostedPartition findReplica(Uuid topicId, int partition) {
    HostedTopic found = byId.get(topicId);
    return found == null ? null : found.get(partition);
  }

  @Override
  public boolean isOffline(String topic, int partition) {
    return !offline.isEmpty() && offline.contains(new TopicPartition(topic, partition));
  }

  @Override
  public List<HostedPartition> all() {
    List<HostedPartition> result = new ArrayList<>();
    for (HostedTopic topic : byName.values()) {
      for (HostedPartition partition : topic.partitions) {
        if (partition != null) {
          result.add(partition);
        }
      }
    }
    return result;
  }

  @Override
  public GoneTraffic gone() {
    return gone;
  }

  synchronized void add(HostedPartition partition) {
    String name = partition.topicPartition().topic();
    HostedTopic old = byName.get(name);
    if (old == null || !old.id.equals(partition.topicId())) {
      old = new HostedTopic(name, partition.topicId(), new HostedPartition[0]);
    }
    put(old.with(partition.topicPartition().partition(), partition));
    offline.remove(partition.topicPartition());
  }

  synchronized void remove(HostedPartition partition) {
    HostedTopic old = byId.get(partition.topicId());
    if (old == null || old.get(partition.topicPartition().partition()) != partition) {
      return;
    }
    gone.add(old.name, partition.counts());
    HostedTopic rest = old.with(partition.topicPartition().partition(), null);
    if (rest.isEmpty()) {
      byId.remove(rest.id);
      byName.remove(rest.name, old);
    } else {
      put(rest);
    }
  }

  private void put(HostedTopic topic) {
    byName.put(topic.name, topic);
    byId.put(topic.id, topic);
  }

  /// The partition exists but cannot be served, as long as `value`.
  void offline(TopicPartition topicPartition, boolean value) {
    if (value) {
      offline.add(topicPartition);
    } else {
      offline.remove(topicPartition);
    }
  }
}
