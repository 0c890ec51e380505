package io.tidepost.cli.load;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.ElectionNotNeededException;

/// Where the replicas of the load's topic are, and are to be. Used by one thread.
record ReplicaPlan(Admin admin, String topic, long patienceMillis) {

  private static final long POLL_MILLIS = 50;

  /// Ids of the brokers that are there, in order.
  List<Integer> brokers() throws InterruptedException, ExecutionException {
    return admin.describeCluster().nodes().get().stream().map(Node::id).sorted().toList();
  }

  private List<TopicPartitionInfo> partitions() throws InterruptedException, ExecutionException {
    return Topics.describe(admin, topic).partitions();
  }

  /// Gives each partition other replicas, and waits until they are in place.
  ///
  /// @param to told a partition and its replicas
  void reassign(BiFunction<Integer, List<Integer>, List<Integer>> to)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, Optional<NewPartitionReassignment>> wanted = new HashMap<>();
    for (TopicPartitionInfo partition : partitions()) {
      List<Integer> replicas = partition.replicas().stream().map(Node::id).toList();
      wanted.put(
          new TopicPartition(topic, partition.partition()),
          Optional.of(
              new NewPartitionReassignment(
                  new ArrayList<>(to.apply(partition.partition(), replicas)))));
    }
    admin.alterPartitionReassignments(wanted).all().get();
    awaitThat(
        "the moves of replicas did not end",
        () -> admin.listPartitionReassignments(wanted.keySet()).reassignments().get().isEmpty());
  }

  /// Lets the first replica of each partition lead.
  void electPreferred() throws InterruptedException, ExecutionException {
    Set<TopicPartition> all = new HashSet<>();
    for (TopicPartitionInfo partition : partitions()) {
      all.add(new TopicPartition(topic, partition.partition()));
    }
    for (Optional<Throwable> refused :
        admin.electLeaders(ElectionType.PREFERRED, all).partitions().get().values()) {
      if (refused.isPresent() && !(refused.get() instanceof ElectionNotNeededException)) {
        throw new ExecutionException(refused.get());
      }
    }
  }

  /// Waits until all replicas are in sync again.
  ///
  /// @param replicas how many each partition has
  void awaitInSync(int replicas) throws InterruptedException, ExecutionException {
    awaitThat(
        "not all replicas came back in sync",
        () ->
            partitions().stream()
                .allMatch(each -> each.leader() != null && each.isr().size() >= replicas));
  }

  /// How many replicas each partition has at least.
  int replicas() throws InterruptedException, ExecutionException {
    return partitions().stream().mapToInt(each -> each.replicas().size()).min().orElse(0);
  }

  private interface Condition {
    boolean holds() throws InterruptedException, ExecutionException;
  }

  /// Whoever is asked may be gone at the moment: then it is asked again.
  private void awaitThat(String complaint, Condition condition)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + patienceMillis * 1_000_000;
    String last = "";
    while (System.nanoTime() - end < 0) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (ExecutionException e) {
        last = ": " + Explain.sentence(Explain.unwrap(e));
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new ExecutionException(
        new TimeoutException(complaint + " within " + patienceMillis + " ms" + last));
  }
}
