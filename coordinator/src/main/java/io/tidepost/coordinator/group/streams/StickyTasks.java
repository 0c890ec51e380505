package io.tidepost.coordinator.group.streams;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Shares out tasks as Kafka's sticky assignor does: everybody gets equally many; a task stays
/// where it was active, else goes where a standby has its state, else to the process that has
/// least. Of one task a process has at most one copy.
final class StickyTasks {

  private record Holder(ProcessLoad process, String memberId) {}

  private final TopologyPlan plan;
  private final int standbyReplicas;
  private final Map<String, ProcessLoad> processes = new TreeMap<>();
  private final Map<TaskId, Holder> wasActive = new HashMap<>();
  private final Map<TaskId, List<Holder>> wasStandby = new HashMap<>();
  private final Quota activeQuota;
  private final Quota taskQuota;

  /// How many tasks a member may have so that all have equally many, as members fill up.
  private static final class Quota {
    private int tasks;
    private int members;
    private int perMember;

    Quota(int tasks, int members) {
      this.tasks = tasks;
      this.members = members;
      compute();
    }

    private void compute() {
      perMember = members == 0 ? 0 : Math.ceilDiv(tasks, members);
    }

    void given(int memberHasNow) {
      if (memberHasNow == perMember) {
        members--;
        tasks -= memberHasNow;
        compute();
      }
    }
  }

  /// @param members with what they were to have before
  StickyTasks(
      TopologyPlan plan,
      int standbyReplicas,
      Collection<StreamsMember> members,
      StreamsGroup group) {
    this.plan = plan;
    this.standbyReplicas = standbyReplicas;
    int active = 0;
    int all = 0;
    for (Map.Entry<String, Integer> subtopology : plan.tasks().entrySet()) {
      active += subtopology.getValue();
      boolean copied = plan.stateful().contains(subtopology.getKey());
      all += subtopology.getValue() * (1 + (copied ? standbyReplicas : 0));
    }
    this.activeQuota = new Quota(active, members.size());
    this.taskQuota = new Quota(all, members.size());
    for (StreamsMember member : members) {
      ProcessLoad process =
          processes.computeIfAbsent(member.identity().processId(), id -> new ProcessLoad());
      process.addMember(member.memberId());
      Holder holder = new Holder(process, member.memberId());
      Tasks before = group.target(member.memberId());
      before
          .active()
          .tasks()
          .forEach((id, of) -> of.keySet().forEach(p -> wasActive.put(new TaskId(id, p), holder)));
      before
          .standby()
          .tasks()
          .forEach((id, of) ->
              of.keySet()
                  .forEach(p ->
                      wasStandby
                          .computeIfAbsent(new TaskId(id, p), t -> new ArrayList<>())
                          .add(holder)));
    }
  }

  /// What each member is to have, by member id.
  Map<String, Tasks> assign() {
    assignActive();
    if (standbyReplicas > 0) {
      assignStandby();
    }
    Map<String, Tasks> result = new HashMap<>();
    processes.values().forEach(process -> result.putAll(process.assigned));
    return result;
  }

  private List<TaskId> tasks(boolean onlyStateful) {
    List<TaskId> tasks = new ArrayList<>();
    plan.tasks()
        .forEach((id, count) -> {
          if (!onlyStateful || plan.stateful().contains(id)) {
            for (int partition = 0; partition < count; partition++) {
              tasks.add(new TaskId(id, partition));
            }
          }
        });
    return tasks;
  }

  private void assignActive() {
    List<TaskId> open = tasks(false);
    open.sort(Comparator.comparingInt(TaskId::partition).thenComparing(TaskId::subtopologyId));
    giveBack(open, task -> wasActive.get(task));
    giveBack(open, task -> leastLoaded(wasStandby.getOrDefault(task, List.of()), null));
    open.sort(Comparator.comparing(TaskId::subtopologyId).thenComparingInt(TaskId::partition));
    for (TaskId task : open) {
      given(byLoad().get(0).giveToLeastLoaded(task, true), true);
    }
  }

  private interface Before {
    @Nullable Holder of(TaskId task);
  }

  private void giveBack(List<TaskId> open, Before before) {
    for (Iterator<TaskId> tasks = open.iterator(); tasks.hasNext(); ) {
      TaskId task = tasks.next();
      Holder holder = before.of(task);
      if (holder != null && holder.process.tasksOf(holder.memberId) < activeQuota.perMember) {
        given(holder.process.give(holder.memberId, task, true), true);
        tasks.remove();
      }
    }
  }

  private void given(int memberHasNow, boolean active) {
    if (active) {
      activeQuota.given(memberHasNow);
    }
    taskQuota.given(memberHasNow);
  }

  private List<ProcessLoad> byLoad() {
    List<ProcessLoad> sorted = new ArrayList<>(processes.values());
    sorted.sort(Comparator.comparingDouble(ProcessLoad::load));
    return sorted;
  }

  /// Of those who had a copy the one with least to do; with `task`, one whose process has it not
  /// yet.
  private static @Nullable Holder leastLoaded(List<Holder> holders, @Nullable TaskId task) {
    Holder best = null;
    for (Holder holder : holders) {
      boolean may = task == null || !holder.process.has(task);
      if (may
          && (best == null
              || (holder.process.load() < best.process.load()
                  && holder.process.tasksOf(holder.memberId)
                      < best.process.tasksOf(best.memberId)))) {
        best = holder;
      }
    }
    return best;
  }

  private void assignStandby() {
    List<TaskId> tasks = tasks(true);
    tasks.sort(
        Comparator.comparingInt(TaskId::partition).thenComparing(TaskId::subtopologyId).reversed());
    Map<TaskId, Integer> left =
        new TreeMap<>(
            Comparator.comparing(TaskId::subtopologyId)
                .thenComparingInt(TaskId::partition)
                .reversed());
    for (TaskId task : tasks) {
      for (int copy = 0; copy < standbyReplicas; copy++) {
        if (!keepStandby(task)) {
          left.put(task, standbyReplicas - copy);
          break;
        }
      }
    }
    left.forEach((task, copies) -> {
      Set<ProcessLoad> tried = new HashSet<>();
      for (int copy = 0; copy < copies; copy++) {
        for (ProcessLoad process : byLoad()) {
          if (!process.has(task) && tried.add(process)) {
            given(process.giveToLeastLoaded(task, false), false);
            break;
          }
        }
      }
    });
  }

  private boolean keepStandby(TaskId task) {
    Holder active = wasActive.get(task);
    if (active != null && !active.process.has(task) && hasRoom(active)) {
      given(active.process.give(active.memberId, task, false), false);
      return true;
    }
    Holder standby = leastLoaded(wasStandby.getOrDefault(task, List.of()), task);
    if (standby != null && hasRoom(standby)) {
      given(standby.process.give(standby.memberId, task, false), false);
      return true;
    }
    return false;
  }

  private boolean hasRoom(Holder holder) {
    return holder.process.tasksOf(holder.memberId) < taskQuota.perMember;
  }
}
