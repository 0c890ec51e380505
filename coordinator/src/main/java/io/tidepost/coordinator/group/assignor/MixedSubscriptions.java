package io.tidepost.coordinator.group.assignor;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.assignor.AssignorInput.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The uniform assignor where members are subscribed to different topics. Members keep what they
/// have of topics they are still subscribed to, free partitions go to whoever has least, and then
/// topic by topic partitions move from those who have most to those who have least, until nothing
/// improves (or a limit of rounds is reached). Members are numbered in the order of the input.
final class MixedSubscriptions {

  private static final int ROUNDS_MAX = 16;
  private static final int NOBODY = -1;

  private final AssignorInput input;
  private final List<String> memberIds;
  private final Map<Uuid, List<Integer>> subscribers = new TreeMap<>();

  /// For each topic the number of the member that has a partition.
  private final Map<Uuid, int[]> owners = new HashMap<>();

  private final int[] loads;

  MixedSubscriptions(AssignorInput input) {
    this.input = input;
    this.memberIds = List.copyOf(input.members().keySet());
    this.loads = new int[memberIds.size()];
    for (int member = 0; member < memberIds.size(); member++) {
      for (Uuid topic : memberAt(member).topics()) {
        subscribers.computeIfAbsent(topic, t -> new ArrayList<>()).add(member);
      }
    }
    for (Uuid topic : subscribers.keySet()) {
      int[] none = new int[input.partitionsOf().applyAsInt(topic)];
      Arrays.fill(none, NOBODY);
      owners.put(topic, none);
    }
  }

  private Member memberAt(int number) {
    return input
        .members()
        .getOrDefault(memberIds.get(number), input.members().firstEntry().getValue());
  }

  Map<String, SortedMap<Uuid, SortedSet<Integer>>> assign() {
    if (subscribers.isEmpty()) {
      return Map.of();
    }
    keepWhatIsSubscribed();
    assignFree();
    balance();
    return result();
  }

  private void keepWhatIsSubscribed() {
    for (int member = 0; member < memberIds.size(); member++) {
      Member known = memberAt(member);
      for (Map.Entry<Uuid, SortedSet<Integer>> topic : known.current().entrySet()) {
        if (known.topics().contains(topic.getKey())) {
          for (int partition : topic.getValue()) {
            give(topic.getKey(), partition, member);
          }
        }
      }
    }
  }

  private int[] ownersOf(Uuid topic) {
    int[] known = owners.get(topic);
    if (known == null) {
      throw new IllegalArgumentException("nobody is subscribed to " + topic);
    }
    return known;
  }

  private List<Integer> subscribersOf(Uuid topic) {
    return subscribers.getOrDefault(topic, List.of());
  }

  private void give(Uuid topic, int partition, int member) {
    int[] of = ownersOf(topic);
    if (partition >= of.length) {
      return;
    }
    if (of[partition] != NOBODY) {
      loads[of[partition]]--;
    }
    of[partition] = member;
    loads[member]++;
  }

  /// Topics whose subscribers have most to carry come first.
  private List<Uuid> sorted(Collection<Uuid> topics) {
    List<Uuid> result = new ArrayList<>(topics);
    result.sort(
        Comparator.comparingDouble(
                (Uuid t) -> -((double) ownersOf(t).length / subscribersOf(t).size()))
            .thenComparingInt(t -> subscribersOf(t).size())
            .thenComparing(Comparator.naturalOrder()));
    return result;
  }

  private void assignFree() {
    List<Uuid> withFree = new ArrayList<>();
    for (Uuid topic : subscribers.keySet()) {
      if (Arrays.stream(ownersOf(topic)).anyMatch(owner -> owner == NOBODY)) {
        withFree.add(topic);
      }
    }
    for (Uuid topic : sorted(withFree)) {
      LoadRanges ranges = new LoadRanges(subscribersOf(topic), loads);
      int[] of = ownersOf(topic);
      for (int partition = 0; partition < of.length; partition++) {
        if (of[partition] == NOBODY) {
          give(topic, partition, ranges.nextLeastLoaded());
        }
      }
    }
  }

  private void balance() {
    List<Uuid> movable =
        sorted(subscribers.keySet().stream().filter(t -> subscribersOf(t).size() > 1).toList());
    int lastMoved = -1;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      for (int i = 0; i < movable.size(); i++) {
        if (i == lastMoved) {
          return;
        }
        if (balance(movable.get(i)) || lastMoved < 0) {
          lastMoved = i;
        }
      }
    }
  }

  /// @return whether anything was moved
  private boolean balance(Uuid topic) {
    LoadRanges ranges = new LoadRanges(subscribersOf(topic), loads);
    if (ranges.spread() <= 1) {
      return false;
    }
    Map<Integer, List<Integer>> partitionsByOwner = partitionsByOwner(topic);
    boolean moved = false;
    while (!ranges.isBalanced()) {
      List<Integer> giving = nextGiving(ranges, partitionsByOwner);
      if (giving.isEmpty()) {
        break;
      }
      int partition = giving.remove(giving.size() - 1);
      int receiver = ranges.nextLeastLoaded();
      if (ranges.isBalanced()) {
        break;
      }
      give(topic, partition, receiver);
      moved = true;
    }
    return moved;
  }

  /// Partitions of the most loaded member that has any of this topic; empty when none has.
  private static List<Integer> nextGiving(
      LoadRanges ranges, Map<Integer, List<Integer>> partitionsByOwner) {
    while (true) {
      int member = ranges.nextMostLoaded();
      if (member == LoadRanges.NOBODY) {
        return List.of();
      }
      List<Integer> partitions = partitionsByOwner.getOrDefault(member, List.of());
      if (!partitions.isEmpty()) {
        return partitions;
      }
      ranges.excludeMostLoaded();
    }
  }

  private Map<Integer, List<Integer>> partitionsByOwner(Uuid topic) {
    Map<Integer, List<Integer>> result = new HashMap<>();
    int[] of = ownersOf(topic);
    for (int partition = 0; partition < of.length; partition++) {
      result.computeIfAbsent(of[partition], owner -> new ArrayList<>()).add(partition);
    }
    return result;
  }

  private Map<String, SortedMap<Uuid, SortedSet<Integer>>> result() {
    Map<String, SortedMap<Uuid, SortedSet<Integer>>> result = new LinkedHashMap<>();
    memberIds.forEach(memberId -> result.put(memberId, new TreeMap<>()));
    owners.forEach((topic, of) -> {
      for (int partition = 0; partition < of.length; partition++) {
        result
            .getOrDefault(memberIds.get(of[partition]), new TreeMap<>())
            .computeIfAbsent(topic, t -> new TreeSet<>())
            .add(partition);
      }
    });
    return result;
  }
}
