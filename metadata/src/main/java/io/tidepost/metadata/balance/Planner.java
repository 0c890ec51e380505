package io.tidepost.metadata.balance;

import io.tidepost.metadata.balance.ClusterLoad.PartitionLoad;
import io.tidepost.metadata.balance.Ledger.Account;
import io.tidepost.metadata.balance.Ledger.Placed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Proposes moves, the same ones for the same load: first whatever has to leave a broker, then
/// replicas that share a rack although others are free, then from the fullest to the emptiest
/// broker while that makes the difference smaller, leaders last, because they cost no copying.
///
/// Each replica is moved at most once per plan: what several goals ask of a partition becomes one
/// step.
public final class Planner {

  private static final double PERCENT = 100;

  private final Goals goals;
  private final Ledger ledger;
  private final Map<Placed, String> reasons = new LinkedHashMap<>();
  private final Map<Placed, String> leaderReasons = new LinkedHashMap<>();
  private final List<String> obstacles = new ArrayList<>();
  private int moves;

  private Planner(ClusterLoad load, Goals goals) {
    this.goals = goals;
    this.ledger = new Ledger(load, goals.drained());
  }

  /// Makes a plan.
  public static Plan plan(ClusterLoad load, Goals goals) {
    var planner = new Planner(load, goals);
    planner.drain();
    if (goals.evenDisk() || goals.evenTraffic()) {
      planner.spreadOverRacks();
    }
    if (goals.evenDisk()) {
      planner.even(Metric.DISK);
    }
    if (goals.evenTraffic()) {
      planner.even(Metric.TRAFFIC);
    }
    if (goals.evenLeaders()) {
      planner.evenLeaders();
    }
    return planner.finish();
  }

  private void drain() {
    for (Placed placed : ledger.partitions) {
      for (int id : placed.load.replicas()) {
        if (goals.drained().contains(id)) {
          drain(placed, id);
        }
      }
    }
  }

  private void drain(Placed placed, int from) {
    if (placed.load.isMoving()) {
      obstacles.add(placed.load.name() + " is being moved already");
      return;
    }
    Account best = null;
    int bestRacks = 0;
    for (Account account : ledger.receivers()) {
      if (!placed.replicas.contains(account.id())) {
        int racks = ledger.rackCount(Ledger.replaced(placed.replicas, from, account.id()));
        boolean isBetter =
            best == null
                || racks > bestRacks
                || (racks == bestRacks && Metric.DISK.level(account) < Metric.DISK.level(best))
                || (racks == bestRacks
                    && Metric.DISK.level(account) == Metric.DISK.level(best)
                    && account.replicas.size() < best.replicas.size());
        if (isBetter) {
          best = account;
          bestRacks = racks;
        }
      }
    }
    if (best == null) {
      obstacles.add(
          placed.load.name()
              + " stays on broker "
              + from
              + ": every other broker that may take it has a replica already");
    } else {
      move(placed, from, best, "broker " + from + " is drained");
    }
  }

  private void spreadOverRacks() {
    for (Placed placed : ledger.partitions) {
      int possible = Math.min(ledger.racks(), placed.replicas.size());
      if (!placed.load.isMoving() && ledger.rackCount(placed.replicas) < possible && hasRoom()) {
        spread(placed);
      }
    }
  }

  private void spread(Placed placed) {
    List<Integer> replicas = placed.replicas;
    for (int i = replicas.size() - 1; i >= 0; i--) {
      int from = replicas.get(i);
      Account best = null;
      for (Account account : ledger.receivers()) {
        boolean isMore =
            !replicas.contains(account.id())
                && ledger.rackCount(Ledger.replaced(replicas, from, account.id()))
                    > ledger.rackCount(replicas);
        if (isMore && (best == null || Metric.DISK.level(account) < Metric.DISK.level(best))) {
          best = account;
        }
      }
      if (best != null) {
        move(placed, from, best, "two of its replicas are in one rack");
        return;
      }
    }
  }

  /// Moves replicas from the broker with most to the one with least until they are even enough.
  private void even(Metric metric) {
    List<Account> receivers = new ArrayList<>(ledger.receivers());
    while (hasRoom() && receivers.size() > 1) {
      double average = receivers.stream().mapToDouble(metric::level).average().orElse(0);
      receivers.sort(Comparator.comparingDouble(metric::level).thenComparing(Account::id));
      double tolerated = average * goals.tolerancePercent() / PERCENT;
      boolean isEven =
          metric.level(receivers.get(receivers.size() - 1)) - average <= tolerated
              && average - metric.level(receivers.get(0)) <= tolerated;
      if (isEven || !moveOne(metric, receivers)) {
        return;
      }
    }
  }

  /// The move that brings two brokers closest to each other, beginning with the most different
  /// ones.
  private boolean moveOne(Metric metric, List<Account> sorted) {
    for (int high = sorted.size() - 1; high > 0; high--) {
      for (int low = 0; low < high; low++) {
        Account from = sorted.get(high);
        Account to = sorted.get(low);
        Placed best = best(metric, from, to);
        if (best != null) {
          move(best, from.id(), to, metric.reason(from, to));
          return true;
        }
      }
    }
    return false;
  }

  private @Nullable Placed best(Metric metric, Account from, Account to) {
    double difference = metric.level(from) - metric.level(to);
    double diskMax = goals.evenDisk() && metric != Metric.DISK ? diskMax() : Double.MAX_VALUE;
    Placed best = null;
    double bestLeft = difference;
    for (Placed placed : from.replicas) {
      boolean leads = placed.leader == from.id();
      double moved = metric.weight(from, placed, leads) + metric.weight(to, placed, leads);
      double left = Math.abs(difference - moved);
      boolean isBetter =
          left < bestLeft || (best != null && left == bestLeft && isBefore(placed, best));
      if (moved > 0
          && isBetter
          && !reasons.containsKey(placed)
          && Metric.DISK.level(to) + Metric.DISK.weight(to, placed, leads) <= diskMax
          && ledger.mayMove(placed, from.id(), to)) {
        best = placed;
        bestLeft = left;
      }
    }
    return best;
  }

  /// How full a broker may become for another goal's sake.
  private double diskMax() {
    double average =
        ledger.receivers().stream().mapToDouble(Metric.DISK::level).average().orElse(0);
    return average * (PERCENT + goals.tolerancePercent()) / PERCENT;
  }

  private static boolean isBefore(Placed one, Placed other) {
    int byTopic = one.load.topic().compareTo(other.load.topic());
    return byTopic != 0 ? byTopic < 0 : one.load.partition() < other.load.partition();
  }

  private boolean hasRoom() {
    return moves < goals.movesMax();
  }

  private void move(Placed placed, int from, Account to, String reason) {
    List<Integer> after = Ledger.replaced(placed.replicas, from, to.id());
    ledger.place(placed, after, placed.leader == from ? to.id() : placed.leader);
    reasons.merge(placed, reason, (one, other) -> one.equals(other) ? one : one + "; " + other);
    moves++;
  }

  private void evenLeaders() {
    List<Account> receivers = ledger.receivers();
    if (receivers.isEmpty()) {
      return;
    }
    boolean isMoving = true;
    while (isMoving && leaderReasons.size() < goals.movesMax()) {
      isMoving = false;
      List<Account> sorted = new ArrayList<>(receivers);
      sorted.sort(
          Comparator.comparingInt((Account account) -> account.leaders)
              .reversed()
              .thenComparing(Account::id));
      for (Account most : sorted) {
        if (moveLeader(most)) {
          isMoving = true;
          break;
        }
      }
    }
  }

  /// Gives one partition that `most` leads to the replica whose broker leads least, if that broker
  /// leads at least two fewer.
  private boolean moveLeader(Account most) {
    Placed best = null;
    Account bestTo = null;
    for (Placed placed : most.replicas) {
      if (placed.leader == most.id() && !placed.load.isMoving()) {
        for (int id : placed.replicas) {
          Account to = ledger.find(id);
          boolean isLess = to != null && to.mayReceive && to.leaders + 2 <= most.leaders;
          boolean isBetter =
              bestTo == null
                  || (to != null
                      && (to.leaders < bestTo.leaders
                          || (to.leaders == bestTo.leaders
                              && best != null
                              && isBefore(placed, best))));
          if (isLess && isBetter) {
            best = placed;
            bestTo = to;
          }
        }
      }
    }
    if (best == null || bestTo == null) {
      return false;
    }
    String reason =
        "leaders: broker "
            + most.id()
            + " leads "
            + most.leaders
            + " partitions, broker "
            + bestTo.id()
            + " "
            + bestTo.leaders;
    List<Integer> after = new ArrayList<>(best.replicas);
    after.remove((Integer) bestTo.id());
    after.add(0, bestTo.id());
    leaderReasons.put(best, reason);
    ledger.place(best, List.copyOf(after), bestTo.id());
    return true;
  }

  private Plan finish() {
    List<Plan.Step> steps = new ArrayList<>();
    reasons.forEach((placed, reason) -> {
      PartitionLoad load = placed.load;
      long copies = placed.replicas.stream().filter(id -> !load.replicas().contains(id)).count();
      String leaderReason = leaderReasons.remove(placed);
      steps.add(
          new Plan.MoveReplicas(
              load.topic(),
              load.partition(),
              load.replicas(),
              placed.replicas,
              copies * load.bytes(),
              leaderReason == null ? reason : reason + "; " + leaderReason));
    });
    leaderReasons.forEach((placed, reason) -> {
      PartitionLoad load = placed.load;
      if (!placed.replicas.equals(load.replicas())) {
        steps.add(
            new Plan.MoveLeader(
                load.topic(), load.partition(), load.replicas(), placed.replicas, reason));
      }
    });
    return new Plan(batches(steps), List.copyOf(obstacles));
  }

  private List<List<Plan.Step>> batches(List<Plan.Step> steps) {
    List<List<Plan.Step>> batches = new ArrayList<>();
    List<Plan.Step> batch = new ArrayList<>();
    long bytes = 0;
    for (Plan.Step step : steps) {
      boolean isFull =
          batch.size() == goals.batchMovesMax() || bytes + step.bytes() > goals.batchBytesMax();
      if (isFull && !batch.isEmpty()) {
        batches.add(List.copyOf(batch));
        batch.clear();
        bytes = 0;
      }
      batch.add(step);
      bytes += step.bytes();
    }
    if (!batch.isEmpty()) {
      batches.add(List.copyOf(batch));
    }
    return List.copyOf(batches);
  }
}
