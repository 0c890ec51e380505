package io.tidepost.coordinator.group.streams;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Tasks in one role, by subtopology and partition, each with the member epoch at which it was
/// given (0 where that does not matter). Never changed once it is in a record.
///
/// @param tasks from subtopology to partition to epoch
record TaskMap(SortedMap<String, SortedMap<Integer, Integer>> tasks) {

  static final TaskMap NONE = new TaskMap(Collections.unmodifiableSortedMap(new TreeMap<>()));

  static TaskMap empty() {
    return new TaskMap(new TreeMap<>());
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  boolean has(String subtopologyId, int partition) {
    SortedMap<Integer, Integer> of = tasks.get(subtopologyId);
    return of != null && of.containsKey(partition);
  }

  /// At which epoch the task was given, -1 when it is not here.
  int epochOf(String subtopologyId, int partition) {
    SortedMap<Integer, Integer> of = tasks.get(subtopologyId);
    Integer epoch = of == null ? null : of.get(partition);
    return epoch == null ? -1 : epoch;
  }

  void add(String subtopologyId, int partition, int epoch) {
    tasks.computeIfAbsent(subtopologyId, id -> new TreeMap<>()).put(partition, epoch);
  }

  Set<Integer> partitions(String subtopologyId) {
    SortedMap<Integer, Integer> of = tasks.get(subtopologyId);
    return of == null ? Set.of() : of.keySet();
  }

  boolean overlaps(TaskMap other) {
    return tasks.entrySet().stream()
        .anyMatch(e -> e.getValue().keySet().stream().anyMatch(p -> other.has(e.getKey(), p)));
  }

  boolean isIn(TaskMap other) {
    return tasks.entrySet().stream()
        .allMatch(e -> e.getValue().keySet().stream().allMatch(p -> other.has(e.getKey(), p)));
  }
}
