package io.tidepost.coordinator.group;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// A number that changes when anything does that an assignment depends on: which topics there are,
/// their partitions and the racks of these (KIP-1101). It is Kafka's own number, XXH3 over the same
/// bytes, so that a group that moves from one to the other is not assigned anew.
public final class TopicsHash {

  /// Stands in front of each topic: the way in which it is hashed.
  private static final byte VERSION = 0;

  private static final Hasher64 XXH3 = Hashing.xxh3_64();

  private TopicsHash() {}

  /// @return 0 when there are no topics
  public static long of(Collection<KnownTopic> topics) {
    if (topics.isEmpty()) {
      return 0;
    }
    HashStream64 hash = XXH3.hashStream();
    topics.stream()
        .sorted(Comparator.comparing(KnownTopic::name))
        .forEach(topic -> hash.putLong(of(topic)));
    return hash.getAsLong();
  }

  private static long of(KnownTopic topic) {
    HashStream64 hash =
        XXH3.hashStream()
            .putByte(VERSION)
            .putLong(topic.id().mostSignificantBits())
            .putLong(topic.id().leastSignificantBits())
            .putString(topic.name())
            .putInt(topic.partitions());
    for (int partition = 0; partition < topic.partitions(); partition++) {
      hash.putInt(partition);
      List<String> racks = topic.racks().get(partition);
      for (String rack : racks) {
        hash.putInt(rack.length()).putString(rack);
      }
    }
    return hash.getAsLong();
  }
}
