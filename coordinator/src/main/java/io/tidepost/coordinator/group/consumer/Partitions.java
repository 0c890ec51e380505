package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Partitions by topic, sorted so that the same decisions always come out the same.
public final class Partitions {

  static final SortedMap<Integer, Integer> EPOCH_NONE =
      Collections.unmodifiableSortedMap(new TreeMap<>());
  static final SortedMap<Uuid, SortedMap<Integer, Integer>> EPOCHS_NONE =
      Collections.unmodifiableSortedMap(new TreeMap<>());
  static final SortedSet<Integer> PARTITION_NONE =
      Collections.unmodifiableSortedSet(new TreeSet<>());

  /// No partition of any topic.
  public static final SortedMap<Uuid, SortedSet<Integer>> NONE =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private Partitions() {}

  /// A sorted copy.
  static SortedMap<Uuid, SortedSet<Integer>> copy(Map<Uuid, ? extends Set<Integer>> partitions) {
    SortedMap<Uuid, SortedSet<Integer>> copy = new TreeMap<>();
    partitions.forEach((topic, of) -> {
      if (!of.isEmpty()) {
        copy.put(topic, new TreeSet<>(of));
      }
    });
    return copy;
  }

  /// All partitions, every one given at the same epoch.
  static SortedMap<Uuid, SortedMap<Integer, Integer>> atEpoch(
      Map<Uuid, ? extends Set<Integer>> partitions, int epoch) {
    SortedMap<Uuid, SortedMap<Integer, Integer>> result = new TreeMap<>();
    partitions.forEach((topic, of) -> {
      SortedMap<Integer, Integer> epochs = new TreeMap<>();
      of.forEach(p -> epochs.put(p, epoch));
      result.put(topic, epochs);
    });
    return result;
  }

  /// Whether every partition of `some` is in `all`.
  static boolean contains(
      Map<Uuid, ? extends Set<Integer>> some, SortedMap<Uuid, SortedMap<Integer, Integer>> all) {
    return some.entrySet().stream()
        .allMatch(entry ->
            all.getOrDefault(entry.getKey(), EPOCH_NONE).keySet().containsAll(entry.getValue()));
  }

  /// Whether some partition is in both.
  static boolean overlap(
      Map<Uuid, ? extends Set<Integer>> some, SortedMap<Uuid, SortedMap<Integer, Integer>> others) {
    return some.entrySet().stream()
        .anyMatch(entry -> {
          SortedMap<Integer, Integer> other = others.getOrDefault(entry.getKey(), EPOCH_NONE);
          return entry.getValue().stream().anyMatch(other::containsKey);
        });
  }
}
