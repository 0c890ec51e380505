package io.tidepost.coordinator.group.assignor;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.assignor.AssignorInput.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Gives each subscriber of a topic a range of its partitions. Topics with equally many partitions
/// and the same subscribers are cut alike, so that a member has the same partition numbers of each.
final class RangeAssignor implements Assignor {

  /// Static members first, since they keep their place when they are restarted.
  private static final Comparator<Map.Entry<String, Member>> ORDER =
      Comparator.comparing((Map.Entry<String, Member> m) -> m.getValue().instanceId() == null)
          .thenComparing(m -> {
            String instanceId = m.getValue().instanceId();
            return instanceId == null ? m.getKey() : instanceId;
          });

  @Override
  public String name() {
    return "range";
  }

  @Override
  public Map<String, SortedMap<Uuid, SortedSet<Integer>>> assign(AssignorInput input) {
    List<Map.Entry<String, Member>> members = new ArrayList<>(input.members().entrySet());
    members.sort(ORDER);
    Map<Uuid, Integer> subscribers = new HashMap<>();
    members.forEach(m -> m.getValue().topics().forEach(t -> subscribers.merge(t, 1, Integer::sum)));
    Map<Uuid, Cut> cuts = new HashMap<>();
    subscribers.forEach(
        (topic, count) -> cuts.put(topic, new Cut(input.partitionsOf().applyAsInt(topic), count)));
    Map<String, SortedMap<Uuid, SortedSet<Integer>>> assignment = new HashMap<>();
    for (Map.Entry<String, Member> member : members) {
      SortedMap<Uuid, SortedSet<Integer>> own = new TreeMap<>();
      for (Uuid topic : member.getValue().topics()) {
        SortedSet<Integer> range = cuts.getOrDefault(topic, new Cut(0, 1)).next();
        if (!range.isEmpty()) {
          own.put(topic, range);
        }
      }
      assignment.put(member.getKey(), own);
    }
    return assignment;
  }

  /// Hands out one topic, range by range.
  private static final class Cut {
    private final int least;
    private int extras;
    private int from;

    Cut(int partitions, int subscribers) {
      least = partitions / subscribers;
      extras = partitions % subscribers;
    }

    SortedSet<Integer> next() {
      int size = least + (extras > 0 ? 1 : 0);
      extras -= extras > 0 ? 1 : 0;
      SortedSet<Integer> range = new TreeSet<>();
      IntStream.range(from, from + size).forEach(range::add);
      from += size;
      return range;
    }
  }
}
