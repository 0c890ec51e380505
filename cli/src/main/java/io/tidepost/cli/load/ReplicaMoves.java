package io.tidepost.cli.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/// Each partition's replicas go one broker further where there are more brokers than replicas; else
/// the last one goes. Then they come back.
final class ReplicaMoves implements Fault {

  private final ReplicaPlan plan;
  private final Map<Integer, List<Integer>> before = new HashMap<>();

  ReplicaMoves(ReplicaPlan plan) {
    this.plan = plan;
  }

  @Override
  public String name() {
    return "replicas";
  }

  @Override
  public void begin() throws InterruptedException, ExecutionException {
    List<Integer> brokers = plan.brokers();
    before.clear();
    plan.reassign((partition, replicas) -> {
      before.put(partition, replicas);
      return moved(replicas, brokers);
    });
  }

  static List<Integer> moved(List<Integer> replicas, List<Integer> brokers) {
    if (replicas.size() >= brokers.size()) {
      return replicas.subList(0, Math.max(1, replicas.size() - 1));
    }
    List<Integer> next = new ArrayList<>();
    for (int replica : replicas) {
      next.add(brokers.get((brokers.indexOf(replica) + 1) % brokers.size()));
    }
    return next;
  }

  @Override
  public void end() throws InterruptedException, ExecutionException {
    plan.reassign((partition, _) -> Objects.requireNonNull(before.get(partition)));
  }
}
