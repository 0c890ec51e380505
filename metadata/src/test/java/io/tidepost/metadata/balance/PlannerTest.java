package io.tidepost.metadata.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.metadata.balance.ClusterLoad.BrokerLoad;
import io.tidepost.metadata.balance.ClusterLoad.PartitionLoad;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is proposed, and that it can be made, stopped and taken back.
class PlannerTest {

  private static BrokerLoad broker(int id, @Nullable String rack) {
    return new BrokerLoad(id, rack, true, 1_000);
  }

  private static PartitionLoad partition(String topic, long bytes, Integer... replicas) {
    return new PartitionLoad(topic, 0, List.of(replicas), replicas[0], false, bytes, bytes, bytes);
  }

  private static List<Integer> bytesOf(ClusterLoad load, Plan plan) {
    Map<String, List<Integer>> replicas = after(load, plan);
    Map<Integer, Integer> bytes = new HashMap<>();
    for (PartitionLoad partition : load.partitions()) {
      replicas
          .getOrDefault(partition.name(), List.of())
          .forEach(id -> bytes.merge(id, (int) partition.bytes(), Integer::sum));
    }
    return load.brokers().stream().map(b -> bytes.getOrDefault(b.id(), 0)).toList();
  }

  /// The replicas of every partition once all steps are made.
  private static Map<String, List<Integer>> after(ClusterLoad load, Plan plan) {
    Map<String, List<Integer>> replicas = new HashMap<>();
    load.partitions().forEach(partition -> replicas.put(partition.name(), partition.replicas()));
    for (Plan.Step step : plan.steps()) {
      String name = step.topic() + "-" + step.partition();
      switch (step) {
        case Plan.MoveReplicas move -> {
          assertEquals(move.before(), replicas.put(name, move.after()));
          assertFalse(move.reason().isEmpty());
        }
        case Plan.MoveLeader move -> {
          assertEquals(move.before(), replicas.put(name, move.after()));
          assertEquals(Set.copyOf(move.before()), Set.copyOf(move.after()));
        }
      }
    }
    return replicas;
  }

  @Test
  void aBrokerIsDrainedIntoOtherRacks() {
    var load =
        new ClusterLoad(
            List.of(broker(1, "a"), broker(2, "b"), broker(3, "b"), broker(4, "c")),
            List.of(partition("t", 10, 1, 2), partition("u", 10, 2, 1), partition("v", 10, 3, 4)));
    Plan plan = Planner.plan(load, Goals.drain(Set.of(1)));
    Map<String, List<Integer>> after = after(load, plan);
    assertEquals(List.of(4, 2), after.get("t-0"), "not beside 2 in rack b");
    assertEquals(List.of(2, 4), after.get("u-0"));
    assertEquals(2, plan.steps().size());
    assertEquals("broker 1 is drained", plan.steps().get(0).reason());
    assertEquals(20, plan.bytes());
    assertEquals(List.of(), plan.obstacles());
  }

  @Test
  void whatCannotLeaveIsSaid() {
    var load =
        new ClusterLoad(
            List.of(broker(1, null), broker(2, null), new BrokerLoad(3, null, false, 0)),
            List.of(partition("t", 10, 1, 2)));
    Plan plan = Planner.plan(load, Goals.drain(Set.of(1)));
    assertEquals(List.of(), plan.steps());
    assertEquals(
        List.of("t-0 stays on broker 1: every other broker that may take it has a replica already"),
        plan.obstacles());
  }

  @Test
  void aNewBrokerGetsItsShare() {
    List<PartitionLoad> partitions = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      partitions.add(partition("t" + i, 10, 1 + i % 3, 1 + (i + 1) % 3));
    }
    var load =
        new ClusterLoad(
            List.of(broker(1, null), broker(2, null), broker(3, null), broker(4, null)),
            partitions);
    Plan plan = Planner.plan(load, Goals.even());
    for (int bytes : bytesOf(load, plan)) {
      assertTrue(bytes >= 135 && bytes <= 165, () -> "" + bytesOf(load, plan));
    }
    assertTrue(plan.bytes() <= 180, "copies hardly more than the share: " + plan.bytes());
    assertTrue(
        plan.steps()
            .get(0)
            .reason()
            .startsWith("disk: broker 3 is 20 % full, broker 4 is 0 % full"));
  }

  @Test
  void largerDisksHoldMore() {
    List<PartitionLoad> partitions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      partitions.add(partition("t" + i, 10, 1));
    }
    var load =
        new ClusterLoad(List.of(broker(1, null), new BrokerLoad(2, null, true, 3_000)), partitions);
    Goals goals = new Goals(Set.of(), true, false, false, 5, 100, 10, 1_000);
    Plan plan = Planner.plan(load, goals);
    List<Integer> bytes = bytesOf(load, plan);
    assertTrue(bytes.get(0) >= 90 && bytes.get(0) <= 110, bytes::toString);
    assertEquals(3, plan.batches().size());
    assertEquals(10, plan.batches().get(0).size());
  }

  @Test
  void replicasInOneRackAreParted() {
    var load =
        new ClusterLoad(
            List.of(broker(1, "a"), broker(2, "a"), broker(3, "b")),
            List.of(partition("t", 10, 1, 2)));
    Plan plan = Planner.plan(load, Goals.even());
    assertTrue(after(load, plan).getOrDefault("t-0", List.of()).contains(3));
    assertTrue(plan.steps().get(0).reason().startsWith("two of its replicas are in one rack"));
  }

  @Test
  void leadersMoveWithoutCopying() {
    var load =
        new ClusterLoad(
            List.of(broker(1, null), broker(2, null)),
            List.of(partition("t", 10, 1, 2), partition("u", 10, 1, 2), partition("v", 5, 1, 2)));
    Goals goals = new Goals(Set.of(), false, true, false, 10, 100, 10, 1_000);
    Plan plan = Planner.plan(load, goals);
    assertEquals(1, plan.steps().size());
    var move = assertInstanceOf(Plan.MoveLeader.class, plan.steps().get(0));
    assertEquals(List.of(2, 1), move.after());
    assertEquals(0, plan.bytes());
    assertEquals("leaders: broker 1 leads 3 partitions, broker 2 0", move.reason());
  }

  @Test
  void batchesAreBounded() {
    List<PartitionLoad> partitions = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      partitions.add(partition("t" + i, i == 3 ? 500 : 30, 1));
    }
    var load = new ClusterLoad(List.of(broker(1, null), broker(2, null)), partitions);
    Plan plan =
        Planner.plan(
            load, new Goals(Set.of(1), false, false, false, 10, Integer.MAX_VALUE, 4, 100));
    assertEquals(25, plan.steps().size());
    for (List<Plan.Step> batch : plan.batches()) {
      assertTrue(batch.size() <= 4);
      long bytes = batch.stream().mapToLong(Plan.Step::bytes).sum();
      assertTrue(bytes <= 100 || batch.size() == 1, "" + bytes);
    }
  }

  private static ClusterLoad random(Random random) {
    List<BrokerLoad> brokers = new ArrayList<>();
    int count = 2 + random.nextInt(7);
    for (int id = 0; id < count; id++) {
      String rack = random.nextInt(5) == 0 ? null : "r" + random.nextInt(3);
      brokers.add(
          new BrokerLoad(id, rack, random.nextInt(10) > 0, random.nextInt(3) == 0 ? 0 : 100_000));
    }
    List<PartitionLoad> partitions = new ArrayList<>();
    List<Integer> ids = new ArrayList<>(brokers.stream().map(BrokerLoad::id).toList());
    for (int i = 0; i < 60; i++) {
      Collections.shuffle(ids, random);
      List<Integer> replicas = List.copyOf(ids.subList(0, 1 + random.nextInt(Math.min(3, count))));
      partitions.add(
          new PartitionLoad(
              "t" + i,
              random.nextInt(9),
              replicas,
              random.nextInt(10) == 0 ? -1 : replicas.get(random.nextInt(replicas.size())),
              random.nextInt(10) == 0,
              random.nextInt(1_000),
              random.nextInt(100),
              random.nextInt(300)));
    }
    return new ClusterLoad(brokers, partitions);
  }

  private static int racks(ClusterLoad load, List<Integer> replicas) {
    Set<String> racks = new HashSet<>();
    replicas.forEach(id -> racks.add(String.valueOf(load.brokers().get(id).rack())));
    return racks.size();
  }

  @Test
  void noPlanBreaksWhatWasSound() {
    for (int seed = 0; seed < 500; seed++) {
      ClusterLoad load = random(new Random(seed));
      Set<Integer> drained = seed % 3 == 0 ? Set.of(0) : Set.of();
      Goals goals = new Goals(drained, true, true, true, 10, 40, 7, 5_000);
      Plan plan = Planner.plan(load, goals);
      assertEquals(plan, Planner.plan(load, goals), "the same load gives the same plan");
      Map<String, List<Integer>> after = after(load, plan);
      for (PartitionLoad partition : load.partitions()) {
        List<Integer> replicas = after.getOrDefault(partition.name(), List.of());
        assertEquals(partition.replicas().size(), Set.copyOf(replicas).size());
        if (partition.isMoving()) {
          assertEquals(partition.replicas(), replicas);
        }
        for (int id : replicas) {
          boolean isNew = !partition.replicas().contains(id);
          assertTrue(!isNew || (load.brokers().get(id).isAlive() && !drained.contains(id)));
        }
        if (drained.isEmpty()) {
          assertTrue(racks(load, replicas) >= racks(load, partition.replicas()), "seed " + seed);
        }
      }
      List<Plan.Step> all = new ArrayList<>(plan.steps());
      all.addAll(plan.reversed(plan.batches().size()).steps());
      Map<String, List<Integer>> back = after(load, new Plan(List.of(List.copyOf(all)), List.of()));
      for (PartitionLoad partition : load.partitions()) {
        assertEquals(partition.replicas(), back.get(partition.name()), "seed " + seed);
      }
    }
  }
}
