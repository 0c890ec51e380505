package io.tidepost.coordinator.group.assignor;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.assignor.AssignorInput.Member;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The uniform assignor where everybody is subscribed to the same topics: each member has a quota,
/// gives up what is above it, and is filled up with what is free. When the partitions do not divide
/// evenly some quotas are larger by one: those of members that have so many already, then those of
/// the last members in order.
final class EqualSubscriptions {

  private record Partition(Uuid topic, int number) {}

  private final AssignorInput input;
  private final SortedSet<Uuid> topics;
  private final List<Partition> free = new ArrayList<>();
  private final Map<String, SortedMap<Uuid, SortedSet<Integer>>> assignment = new LinkedHashMap<>();

  /// How many quotas are larger by one and not given away yet.
  private int larger;

  /// Members with room, and how much.
  private final Map<String, Integer> room = new LinkedHashMap<>();

  EqualSubscriptions(AssignorInput input) {
    this.input = input;
    this.topics = input.members().firstEntry().getValue().topics();
  }

  Map<String, SortedMap<Uuid, SortedSet<Integer>>> assign() {
    if (topics.isEmpty()) {
      return Map.of();
    }
    int total = collectFree();
    int quota = total / input.members().size();
    larger = total % input.members().size();
    int membersLeft = input.members().size();
    for (Map.Entry<String, Member> member : input.members().entrySet()) {
      keep(member.getKey(), member.getValue(), quota, membersLeft--);
    }
    fillUp();
    return assignment;
  }

  /// Finds the partitions nobody has.
  ///
  /// @return how many partitions there are at all
  private int collectFree() {
    Map<Uuid, SortedSet<Integer>> taken = new TreeMap<>();
    for (Member member : input.members().values()) {
      member
          .current()
          .forEach((topic, of) -> taken.computeIfAbsent(topic, t -> new TreeSet<>()).addAll(of));
    }
    int total = 0;
    for (Uuid topic : topics) {
      int partitions = input.partitionsOf().applyAsInt(topic);
      SortedSet<Integer> takenHere = taken.getOrDefault(topic, new TreeSet<>());
      for (int partition = 0; partition < partitions; partition++) {
        if (!takenHere.contains(partition)) {
          free.add(new Partition(topic, partition));
        }
      }
      total += partitions;
    }
    return total;
  }

  private void keep(String memberId, Member member, int quota, int membersLeft) {
    SortedMap<Uuid, SortedSet<Integer>> kept = new TreeMap<>();
    boolean mayHaveOneMore = larger > 0;
    int left = quota + (mayHaveOneMore ? 1 : 0);
    for (Map.Entry<Uuid, SortedSet<Integer>> topic : member.current().entrySet()) {
      if (!topics.contains(topic.getKey())) {
        continue;
      }
      for (int partition : topic.getValue()) {
        if (left > 0) {
          kept.computeIfAbsent(topic.getKey(), t -> new TreeSet<>()).add(partition);
          left--;
        } else {
          free.add(new Partition(topic.getKey(), partition));
        }
      }
    }
    assignment.put(memberId, kept);
    if (mayHaveOneMore && left > 0 && membersLeft > larger) {
      left--;
    } else if (mayHaveOneMore) {
      larger--;
    }
    if (left > 0) {
      room.put(memberId, left);
    }
  }

  private void fillUp() {
    Iterator<Partition> next = free.iterator();
    room.forEach((memberId, left) -> {
      SortedMap<Uuid, SortedSet<Integer>> own = assignment.getOrDefault(memberId, new TreeMap<>());
      for (int i = 0; i < left && next.hasNext(); i++) {
        Partition partition = next.next();
        own.computeIfAbsent(partition.topic(), t -> new TreeSet<>()).add(partition.number());
      }
    });
    if (next.hasNext()) {
      throw new IllegalStateException("partitions were left over");
    }
  }
}
