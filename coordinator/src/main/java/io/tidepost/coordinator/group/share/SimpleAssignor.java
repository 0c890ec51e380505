package io.tidepost.coordinator.group.share;

import io.tidepost.base.Uuid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The assignor of share groups, `simple` (KIP-932). Every partition gets a member, and every
/// member a partition: with more members than partitions several members share one. It keeps what
/// members have as far as balance allows.
///
/// When all members are subscribed to the same topics, all partitions are spread at once; else the
/// partitions of each topic among those who are subscribed to it.
final class SimpleAssignor {

  static final String NAME = "simple";

  private SimpleAssignor() {}

  private record Slot(Uuid topicId, int partition) {}

  /// @param subscriptions topics that exist, by member id
  /// @param current what members were to have before
  /// @param partitions number of partitions of each topic
  static SortedMap<String, Assignment> assign(
      SortedMap<String, SortedSet<Uuid>> subscriptions,
      Map<String, Assignment> current,
      Map<Uuid, Integer> partitions) {
    Map<String, Assignment.Builder> result = new HashMap<>();
    SortedSet<Uuid> topics = new TreeSet<>();
    subscriptions.values().forEach(topics::addAll);
    boolean same = subscriptions.values().stream().allMatch(topics::equals);
    if (same) {
      spread(List.copyOf(subscriptions.keySet()), slots(topics, partitions), current, result);
    } else {
      for (Uuid topic : topics) {
        List<String> members = new ArrayList<>();
        subscriptions.forEach((memberId, wanted) -> {
          if (wanted.contains(topic)) {
            members.add(memberId);
          }
        });
        List<Slot> slots = slots(new TreeSet<>(List.of(topic)), partitions);
        spread(members, slots, current, result);
      }
    }
    SortedMap<String, Assignment> assignments = new TreeMap<>();
    for (String memberId : subscriptions.keySet()) {
      Assignment.Builder builder = result.get(memberId);
      assignments.put(memberId, builder == null ? Assignment.NOTHING : builder.build());
    }
    return assignments;
  }

  private static List<Slot> slots(SortedSet<Uuid> topics, Map<Uuid, Integer> partitions) {
    List<Slot> slots = new ArrayList<>();
    for (Uuid topic : topics) {
      for (int partition = 0; partition < partitions.getOrDefault(topic, 0); partition++) {
        slots.add(new Slot(topic, partition));
      }
    }
    return slots;
  }

  /// Spreads partitions over members that may all have any of them.
  private static void spread(
      List<String> members,
      List<Slot> slots,
      Map<String, Assignment> current,
      Map<String, Assignment.Builder> result) {
    if (members.isEmpty() || slots.isEmpty()) {
      return;
    }
    int sharing = (members.size() + slots.size() - 1) / slots.size();
    int[] wanted = wantedCounts(members.size(), slots.size(), sharing);
    int[] assigned = new int[members.size()];
    Map<Slot, List<Integer>> holders = new LinkedHashMap<>();
    slots.forEach(slot -> holders.put(slot, new ArrayList<>(sharing)));
    for (int i = 0; i < members.size(); i++) {
      Assignment before = current.getOrDefault(members.get(i), Assignment.NOTHING);
      for (Slot slot : slots) {
        List<Integer> held = holders.getOrDefault(slot, Collections.emptyList());
        if (assigned[i] < wanted[i]
            && held.size() < sharing
            && before.contains(slot.topicId, slot.partition)) {
          held.add(i);
          assigned[i]++;
        }
      }
    }
    fill(holders, sharing, wanted, assigned);
    holders.forEach((slot, holding) ->
        holding.forEach(i ->
            result
                .computeIfAbsent(members.get(i), id -> new Assignment.Builder())
                .add(slot.topicId, slot.partition)));
  }

  /// How many partitions each member should have: the total, spread as evenly as whole numbers
  /// allow.
  private static int[] wantedCounts(int members, int slots, int sharing) {
    double precise = sharing * slots / (double) members;
    int[] wanted = new int[members];
    for (int i = 0; i < members; i++) {
      wanted[i] = (int) Math.ceil(precise * (i + 1)) - (int) Math.ceil(precise * i);
    }
    return wanted;
  }

  /// Gives the partitions that have too few members to those who have too few, in turn.
  private static void fill(
      Map<Slot, List<Integer>> holders, int sharing, int[] wanted, int[] assigned) {
    int next = 0;
    for (List<Integer> holding : holders.values()) {
      int tried = 0;
      while (holding.size() < sharing && tried < wanted.length) {
        int i = next;
        next = (next + 1) % wanted.length;
        tried++;
        if (assigned[i] < wanted[i] && !holding.contains(i)) {
          holding.add(i);
          assigned[i]++;
          tried = 0;
        }
      }
    }
  }
}
