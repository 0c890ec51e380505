package io.tidepost.cli.load;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was acknowledged and what was read back, of all producers of a run. Any thread may tell it
/// something.
final class History {

  /// How many lost records are named.
  private static final int NAMED_MAX = 10;

  private final long run;
  private final List<BitSet> acknowledged = new ArrayList<>();
  private final List<BitSet> seen = new ArrayList<>();
  private final Map<String, Long> refusals = new TreeMap<>();
  private final Map<Long, Long> lastOfPartition = new HashMap<>();
  private long doubled;
  private long outOfOrder;
  private long damaged;

  History(long run, int producers) {
    this.run = run;
    for (int i = 0; i < producers; i++) {
      acknowledged.add(new BitSet());
      seen.add(new BitSet());
    }
  }

  synchronized void acknowledged(int producer, long sequence) {
    acknowledged.get(producer).set(Math.toIntExact(sequence));
  }

  /// @param why a sentence; refusals are counted by it
  synchronized void refused(String why) {
    refusals.merge(why, 1L, Long::sum);
  }

  /// A record that was read; records of others are none of ours.
  ///
  /// @param payload `null` when it is damaged
  synchronized void read(int partition, @Nullable Payload payload) {
    if (payload == null) {
      damaged++;
      return;
    }
    if (payload.run() != run) {
      return;
    }
    BitSet of = seen.get(payload.producer());
    int sequence = Math.toIntExact(payload.sequence());
    if (of.get(sequence)) {
      doubled++;
      return;
    }
    of.set(sequence);
    Long last =
        lastOfPartition.put(((long) partition << 32) | payload.producer(), payload.sequence());
    if (last != null && last > payload.sequence()) {
      outOfOrder++;
    }
  }

  synchronized Verdict verdict() {
    long acks = 0;
    long reads = 0;
    long lost = 0;
    List<String> names = new ArrayList<>();
    for (int producer = 0; producer < acknowledged.size(); producer++) {
      acks += acknowledged.get(producer).cardinality();
      reads += seen.get(producer).cardinality();
      BitSet missing = (BitSet) acknowledged.get(producer).clone();
      missing.andNot(seen.get(producer));
      lost += missing.cardinality();
      for (int i = missing.nextSetBit(0); i >= 0 && names.size() < NAMED_MAX; ) {
        names.add("record " + i + " of producer " + producer);
        i = missing.nextSetBit(i + 1);
      }
    }
    return new Verdict(
        acks, reads, lost, doubled, outOfOrder, damaged, Map.copyOf(refusals), names);
  }

  /// What came of it.
  ///
  /// @param readBack records that were read, once each; those may be more than were acknowledged,
  ///   when an acknowledgement did not arrive
  /// @param lost acknowledged, and not read back
  /// @param outOfOrder read behind one that was written later to the same partition
  /// @param names of some that are lost
  record Verdict(
      long acknowledged,
      long readBack,
      long lost,
      long doubled,
      long outOfOrder,
      long damaged,
      Map<String, Long> refusals,
      List<String> names) {

    boolean sound() {
      return lost == 0 && doubled == 0 && outOfOrder == 0 && damaged == 0;
    }
  }
}
