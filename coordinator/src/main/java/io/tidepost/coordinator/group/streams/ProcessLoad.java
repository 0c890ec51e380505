package io.tidepost.coordinator.group.streams;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// One process of Kafka Streams while tasks are shared out: its members (threads) and what they
/// have got.
final class ProcessLoad {

  private final Map<String, Integer> tasksByMember = new LinkedHashMap<>();
  private final Set<TaskId> tasks = new HashSet<>();
  final Map<String, Tasks> assigned = new HashMap<>();
  private int taskCount;

  void addMember(String memberId) {
    tasksByMember.put(memberId, 0);
    assigned.put(memberId, Tasks.empty());
  }

  /// Tasks per member.
  double load() {
    return (double) taskCount / tasksByMember.size();
  }

  int tasksOf(String memberId) {
    return tasksByMember.getOrDefault(memberId, 0);
  }

  boolean has(TaskId task) {
    return tasks.contains(task);
  }

  /// @return how many tasks the member has now
  int give(String memberId, TaskId task, boolean active) {
    Tasks of = assigned.getOrDefault(memberId, Tasks.empty());
    (active ? of.active() : of.standby()).add(task.subtopologyId(), task.partition(), 0);
    tasks.add(task);
    taskCount++;
    return tasksByMember.merge(memberId, 1, Integer::sum);
  }

  /// @return how many tasks the member that got it has now
  int giveToLeastLoaded(TaskId task, boolean active) {
    String least = "";
    int fewest = Integer.MAX_VALUE;
    for (Map.Entry<String, Integer> member : tasksByMember.entrySet()) {
      if (member.getValue() < fewest) {
        fewest = member.getValue();
        least = member.getKey();
      }
    }
    return give(least, task, active);
  }
}
