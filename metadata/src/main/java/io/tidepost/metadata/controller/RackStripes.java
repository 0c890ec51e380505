package io.tidepost.metadata.controller;

import io.tidepost.base.Randomness;
import io.tidepost.metadata.image.Broker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The order in which brokers get replicas: round the racks, within a rack round its brokers, each
/// partition beginning one further than the one before. Unfenced brokers of a rack come before
/// fenced ones, and only they are ever first, because the first replica leads.
///
/// ```
///  racks a b c with three brokers each, from the beginning:
///  partition 0: a0 b0 c0
///  partition 1: b1 c1 a1
///  partition 2: c2 a2 b2
/// ```
///
/// Once every unfenced broker has been first, racks and brokers are shuffled, so that the same sets
/// of brokers do not come again. Kafka's rule, and its defaults for what it leaves to chance.
final class RackStripes {

  /// Brokers of a rack, taken round and round.
  private static final class Ring {
    final List<Integer> brokers = new ArrayList<>();
    private int start;
    private int taken;
    private int partition;

    /// The next one for this partition, or -1 when all have been taken.
    int next(int forPartition) {
      if (brokers.isEmpty()) {
        return -1;
      }
      if (partition != forPartition) {
        partition = forPartition;
        taken = 0;
        start = (start + 1) % brokers.size();
      }
      return taken == brokers.size() ? -1 : brokers.get((start + taken++) % brokers.size());
    }

    void begin(Randomness randomness) {
      brokers.sort(Integer::compare);
      start = pick(brokers.size(), randomness);
    }
  }

  private static final class Rack {
    final Ring unfenced = new Ring();
    final Ring fenced = new Ring();

    int next(int forPartition) {
      int found = unfenced.next(forPartition);
      return found >= 0 ? found : fenced.next(forPartition);
    }
  }

  private final Randomness randomness;
  private final List<Rack> racks;
  private final int brokerCount;
  private final int unfencedCount;
  private int firstRack;
  private int partition;

  RackStripes(Collection<Broker> brokers, Randomness randomness) {
    Comparator<@Nullable String> order = Comparator.nullsFirst(Comparator.naturalOrder());
    Map<@Nullable String, Rack> byName = new TreeMap<>(order);
    int unfenced = 0;
    for (Broker broker : brokers) {
      Rack rack = byName.computeIfAbsent(broker.rack(), name -> new Rack());
      (broker.fenced() ? rack.fenced : rack.unfenced).brokers.add(broker.id());
      unfenced += broker.fenced() ? 0 : 1;
    }
    this.randomness = randomness;
    this.racks = new ArrayList<>(byName.values());
    this.brokerCount = brokers.size();
    this.unfencedCount = unfenced;
    for (Rack rack : racks) {
      rack.fenced.begin(randomness);
      rack.unfenced.begin(randomness);
    }
    this.firstRack = pick(racks.size(), randomness);
  }

  int brokerCount() {
    return brokerCount;
  }

  int unfencedCount() {
    return unfencedCount;
  }

  /// The brokers of the next partition, the leader first.
  ///
  /// @param replicationFactor at most [#brokerCount]; [#unfencedCount] must not be 0
  List<Integer> next(int replicationFactor) {
    if (partition == unfencedCount && unfencedCount > 1) {
      shuffle();
      partition = 0;
    }
    List<Integer> brokers = new ArrayList<>(replicationFactor);
    int leaderRack = firstRack;
    int leader = racks.get(leaderRack).unfenced.next(partition);
    while (leader < 0) {
      leaderRack = (leaderRack + 1) % racks.size();
      leader = racks.get(leaderRack).unfenced.next(partition);
    }
    brokers.add(leader);
    boolean leaderRackHadItsTurn = false;
    for (int rack = firstRack;
        brokers.size() < replicationFactor;
        rack = (rack + 1) % racks.size()) {
      if (rack == leaderRack && !leaderRackHadItsTurn) {
        leaderRackHadItsTurn = true;
      } else {
        int broker = racks.get(rack).next(partition);
        if (broker >= 0) {
          brokers.add(broker);
        }
      }
    }
    partition++;
    firstRack = (firstRack + 1) % racks.size();
    return brokers;
  }

  private void shuffle() {
    shuffle(racks);
    for (Rack rack : racks) {
      shuffle(rack.fenced.brokers);
      shuffle(rack.unfenced.brokers);
    }
  }

  private <T> void shuffle(List<T> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      int other = randomness.nextInt(i + 1);
      T moved = Objects.requireNonNull(list.get(i));
      list.set(i, list.get(other));
      list.set(other, moved);
    }
  }

  private static int pick(int count, Randomness randomness) {
    return count <= 1 ? 0 : randomness.nextInt(count);
  }
}
