package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a group sees of the topics it is subscribed to.
public final class TopicIds {

  private static final long SEED = 0x9E3779B97F4A7C15L;

  private TopicIds() {}

  /// Ids of those topics that exist.
  public static SortedSet<Uuid> of(Collection<String> names, TopicCatalog topics) {
    SortedSet<Uuid> ids = new TreeSet<>();
    for (String name : names) {
      KnownTopic topic = topics.byName(name);
      if (topic != null) {
        ids.add(topic.id());
      }
    }
    return ids;
  }

  /// A number that changes when anything does that an assignment depends on: which of the topics
  /// exist, their partitions and the racks of these (KIP-1101). 0 when none exists. Kafka's own
  /// number is another; a group that moves from one to the other is assigned anew once.
  public static long hash(SortedSet<String> names, TopicCatalog topics) {
    long hash = 0;
    for (String name : names) {
      KnownTopic topic = topics.byName(name);
      if (topic != null) {
        hash = mix(hash == 0 ? SEED : hash, hash(topic));
      }
    }
    return hash;
  }

  private static long hash(KnownTopic topic) {
    long hash = mix(SEED, topic.id().mostSignificantBits());
    hash = mix(hash, topic.id().leastSignificantBits());
    hash = mix(hash, text(topic.name()));
    for (Set<String> racks : topic.racks()) {
      long sum = racks.size();
      for (String rack : racks) {
        sum += text(rack);
      }
      hash = mix(hash, sum);
    }
    return mix(hash, topic.partitions());
  }

  private static long text(String text) {
    long hash = SEED;
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      hash = mix(hash, each);
    }
    return hash;
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ value) * 0xBF58476D1CE4E5B9L;
    return mixed ^ (mixed >>> 31);
  }
}
