package io.tidepost.sim.group;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.group.Group;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.consumer.ConsumerGroup;
import io.tidepost.coordinator.group.offset.CommittedOffset;
import io.tidepost.sim.coordinator.Reading;
import io.tidepost.sim.log.SimulationFailure;
import io.tidepost.wire.records.DamagedBatchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What must hold at any time, and what must have come of it in the end.
final class GroupChecks {

  private final GroupSimulation world;
  private final Map<TopicPartition, List<Integer>> seen = new HashMap<>();

  GroupChecks(GroupSimulation world) {
    this.world = world;
  }

  /// How many records came out of transactions, as far as was looked.
  int processed() {
    return seen.values().stream().mapToInt(List::size).sum();
  }

  void check() throws IOException, DamagedBatchException {
    GroupCoordinatorShard working = world.node().state();
    compare(working, world.node().replay());
    world
        .registers()
        .forEach((name, register) -> {
          int line = name.lastIndexOf('-');
          CommittedOffset stored =
              working
                  .offsets()
                  .find(
                      GroupSimulation.COMMITTERS,
                      name.substring(0, line),
                      Integer.parseInt(name.substring(line + 1)));
          register.check(stored == null ? null : stored.offset());
        });
    lookAtOutputs();
  }

  /// In memory is what is on the disk.
  private static void compare(GroupCoordinatorShard working, GroupCoordinatorShard found) {
    for (String groupId : List.of(GroupSimulation.COMMITTERS, GroupSimulation.PROCESSORS)) {
      equal(groupId, working.offsets().ofGroup(groupId), found.offsets().ofGroup(groupId));
      ConsumerGroup one = working.consumer().find(groupId);
      ConsumerGroup other = found.consumer().find(groupId);
      equal(groupId, one == null, other == null);
      if (one != null && other != null) {
        equal(groupId, one.epoch(), other.epoch());
        equal(groupId, one.assignmentEpoch(), other.assignmentEpoch());
        equal(groupId, List.copyOf(one.members()), List.copyOf(other.members()));
      }
    }
  }

  private static void equal(String groupId, Object one, Object other) {
    if (!one.equals(other)) {
      throw new SimulationFailure(
          "group %s is %s in memory and %s on the disk".formatted(groupId, one, other));
    }
  }

  /// What was seen once is seen ever after, and nothing twice.
  private void lookAtOutputs() throws IOException, DamagedBatchException {
    Set<Integer> all = new HashSet<>();
    for (TopicPartition output : world.outputs()) {
      List<Integer> now = Reading.committed(world.node().process(), world.node().leader(output));
      List<Integer> before = seen.getOrDefault(output, List.of());
      if (now.size() < before.size() || !now.subList(0, before.size()).equals(before)) {
        throw new SimulationFailure("%s showed %s and now shows %s".formatted(output, before, now));
      }
      seen.put(output, now);
      for (int number : now) {
        if (!all.add(number)) {
          throw new SimulationFailure("record " + number + " came out twice");
        }
      }
    }
  }

  /// Whether everybody has what it is to have.
  boolean isSettled() {
    return whyNotSettled().isEmpty();
  }

  /// What is missing, empty when nothing is.
  private String whyNotSettled() {
    Map<String, Set<TopicPartition>> owned = new HashMap<>();
    Map<String, List<String>> tasks = new HashMap<>();
    for (Actor actor : world.actors()) {
      if (!actor.isSettled()) {
        return actor + " is not settled";
      }
      switch (actor) {
        case GroupClient client -> {
          if (!world.node().isMember(client.groupId, client.memberId())) {
            return actor + " is not known to the coordinator";
          }
          Set<TopicPartition> all = owned.computeIfAbsent(client.groupId, g -> new HashSet<>());
          for (TopicPartition each : client.owned()) {
            if (!all.add(each)) {
              return actor + " has " + each + ", as somebody else has";
            }
          }
        }
        case StreamsClient thread -> {
          if (!world.node().isMember(GroupSimulation.STREAMS, thread.memberId())) {
            return actor + " is not known to the coordinator";
          }
          thread.active.forEach(t -> tasks.computeIfAbsent(t, x -> new ArrayList<>()).add(""));
          thread.standby.forEach(
              t -> tasks.computeIfAbsent(t, x -> new ArrayList<>()).add(thread.processId()));
        }
        default -> throw new IllegalStateException("who is " + actor);
      }
    }
    List<String> problems = new ArrayList<>();
    if (world.plan.committers() > 0) {
      missing(GroupSimulation.COMMITTERS, owned, problems, "orders", "payments");
    }
    if (world.plan.processors() > 0) {
      missing(GroupSimulation.PROCESSORS, owned, problems, "orders");
    }
    if (world.plan.streams() > 0) {
      missingTasks(tasks, problems);
    }
    return String.join("; ", problems);
  }

  private void missing(
      String groupId,
      Map<String, Set<TopicPartition>> owned,
      List<String> problems,
      String... topics) {
    isStable(groupId, problems);
    Set<TopicPartition> has = owned.getOrDefault(groupId, Set.of());
    for (String topic : topics) {
      for (int p = 0; p < world.topics.get(topic).partitions(); p++) {
        if (!has.contains(new TopicPartition(topic, p))) {
          problems.add("nobody in " + groupId + " has " + topic + "-" + p);
        }
      }
    }
  }

  private void isStable(String groupId, List<String> problems) {
    Group group = world.node().state().group(groupId);
    if (group == null || !group.stateName().equals("Stable")) {
      problems.add(groupId + " is " + (group == null ? "gone" : group.stateName()));
    }
  }

  private void missingTasks(Map<String, List<String>> tasks, List<String> problems) {
    isStable(GroupSimulation.STREAMS, problems);
    Set<String> processes = new TreeSet<>();
    for (Actor actor : world.actors()) {
      if (actor instanceof StreamsClient thread) {
        processes.add(thread.processId());
      }
    }
    int copies = Math.min(world.plan.standbyReplicas(), processes.size() - 1);
    count(StreamsClient.STATEFUL, GroupSimulation.ORDERS, 1 + copies, tasks, problems);
    count(StreamsClient.STATELESS, GroupSimulation.PAYMENTS, 1, tasks, problems);
  }

  private void count(
      String subtopology,
      String topic,
      int wanted,
      Map<String, List<String>> tasks,
      List<String> problems) {
    for (int p = 0; p < world.topics.get(topic).partitions(); p++) {
      List<String> has = tasks.getOrDefault(subtopology + "_" + p, List.of());
      if (has.size() != wanted || has.stream().filter(String::isEmpty).count() != 1) {
        problems.add(
            "task %s_%d is run or copied by %d, not %d"
                .formatted(subtopology, p, has.size(), wanted));
      }
    }
  }

  void checkEnd() throws IOException, DamagedBatchException {
    String why = whyNotSettled();
    if (!why.isEmpty()) {
      throw new SimulationFailure("does not come to rest: " + why + "; " + world.actors());
    }
    check();
    if (world.plan.processors() == 0) {
      return;
    }
    Set<Integer> out = new TreeSet<>();
    seen.values().forEach(out::addAll);
    Set<Integer> wanted = new TreeSet<>();
    for (int p = 0; p < world.topics.get(GroupSimulation.ORDERS).partitions(); p++) {
      TopicPartition input = new TopicPartition(GroupSimulation.ORDERS, p);
      for (long offset = 0; offset < world.available(input); offset++) {
        wanted.add(GroupSimulation.number(input, offset));
      }
    }
    if (!out.equals(wanted)) {
      throw new SimulationFailure("in went " + wanted + ", out came " + out);
    }
  }
}
