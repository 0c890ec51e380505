package io.tidepost.operate.move;

import io.tidepost.metadata.balance.Plan;
import io.tidepost.metadata.balance.Plan.MoveReplicas;
import io.tidepost.metadata.balance.Plan.Step;
import io.tidepost.operate.Answers;
import io.tidepost.operate.Reasons;
import io.tidepost.operate.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Makes the moves of a plan, a batch at a time, throttled. All that it needs to know is in the
/// cluster: a step whose partition is as it should be afterwards is done, so a run that was
/// interrupted goes on where it was, and one that somebody stopped elsewhere ends.
public final class PlanRunner {

  private static final long LOOK_MILLIS = 500;

  private final Admin admin;
  private final Consumer<String> progress;
  private final long bytesPerSecond;
  private int moved;

  /// @param progress told of each batch, in a sentence
  /// @param bytesPerSecond that each broker may send and fetch for the moves; 0 for no bound
  public PlanRunner(Admin admin, Consumer<String> progress, long bytesPerSecond) {
    this.admin = admin;
    this.progress = progress;
    this.bytesPerSecond = bytesPerSecond;
  }

  /// Runs all batches.
  ///
  /// @return number of partitions that were changed
  /// @throws Refusal when a partition is neither as it was nor as it should become, or when the
  ///   moves were stopped
  public int run(Plan plan) throws InterruptedException, ExecutionException {
    check(plan);
    int number = 1;
    for (List<Step> batch : plan.batches()) {
      progress.accept("batch " + number++ + " of " + plan.batches().size() + ": " + batch.size());
      run(batch);
    }
    return moved;
  }

  /// Nothing begins when a partition has changed since the plan was made.
  private void check(Plan plan) throws InterruptedException, ExecutionException {
    Map<TopicPartition, List<Integer>> now = now(plan.steps());
    for (Step step : plan.steps()) {
      List<Integer> present = now.get(name(step));
      if (present == null) {
        throw new Refusal(name(step) + " does not exist any more; make a new plan");
      }
      boolean isAsPlanned =
          isSame(step.before(), present)
              || present.equals(step.after())
              || isUnderWay(step, present);
      if (!isAsPlanned) {
        throw new Refusal(
            name(step)
                + " has the replicas "
                + present
                + ", neither "
                + step.before()
                + " nor "
                + step.after()
                + "; nothing was moved, make a new plan");
      }
    }
  }

  /// Kafka forgets the order when it cancels a move.
  private static boolean isSame(List<Integer> one, List<Integer> other) {
    return new LinkedHashSet<>(one).equals(new LinkedHashSet<>(other));
  }

  /// While a partition moves it has the replicas of both.
  private static boolean isUnderWay(Step step, List<Integer> now) {
    Set<Integer> both = new LinkedHashSet<>(step.before());
    both.addAll(step.after());
    return both.equals(new LinkedHashSet<>(now));
  }

  private void run(List<Step> batch) throws InterruptedException, ExecutionException {
    Map<TopicPartition, List<Integer>> now = now(batch);
    List<Step> left = new ArrayList<>();
    for (Step step : batch) {
      if (!step.after().equals(now.get(name(step)))) {
        left.add(step);
      }
    }
    try {
      if (bytesPerSecond > 0) {
        MoveThrottle.set(admin, copies(left), bytesPerSecond);
      }
      begin(left);
      awaitEnd(left);
      elect(batch);
    } finally {
      if (bytesPerSecond > 0) {
        unthrottle(batch);
      }
    }
    moved += left.size();
  }

  private static List<MoveReplicas> copies(List<Step> steps) {
    return steps.stream()
        .filter(MoveReplicas.class::isInstance)
        .map(MoveReplicas.class::cast)
        .toList();
  }

  /// Takes the bound away, also one that an interrupted run has left behind, from what does not
  /// move any more: what does keeps its bound until `rebalance stop` or the next run.
  private void unthrottle(List<Step> batch) throws InterruptedException, ExecutionException {
    Set<TopicPartition> moving = moving();
    Set<Integer> brokers = new LinkedHashSet<>();
    Set<String> topics = new LinkedHashSet<>();
    for (MoveReplicas move : copies(batch)) {
      if (moving.contains(name(move))) {
        return;
      }
      brokers.addAll(move.before());
      brokers.addAll(move.after());
      topics.add(move.topic());
    }
    MoveThrottle.remove(admin, brokers, topics);
  }

  private void begin(List<Step> steps) throws InterruptedException, ExecutionException {
    Map<TopicPartition, Optional<NewPartitionReassignment>> request = new LinkedHashMap<>();
    for (Step step : steps) {
      request.put(name(step), Optional.of(new NewPartitionReassignment(step.after())));
    }
    if (request.isEmpty()) {
      return;
    }
    var answers = admin.alterPartitionReassignments(request).values();
    for (TopicPartition partition : request.keySet()) {
      try {
        Answers.get(answers, partition);
      } catch (ExecutionException e) {
        throw new Refusal(partition + " stays: " + Reasons.sentence(Reasons.unwrap(e)), e);
      }
    }
  }

  private void awaitEnd(List<Step> steps) throws InterruptedException, ExecutionException {
    List<Step> left = new ArrayList<>(steps);
    while (!left.isEmpty()) {
      Set<TopicPartition> moving = moving();
      Map<TopicPartition, List<Integer>> now = now(left);
      for (Step step : List.copyOf(left)) {
        List<Integer> present = now.get(name(step));
        if (moving.contains(name(step))) {
          continue;
        }
        if (step.after().equals(present)) {
          left.remove(step);
        } else if (present == null) {
          throw new Refusal(name(step) + " was deleted while it moved");
        } else {
          confirmStopped(step);
        }
      }
      if (!left.isEmpty()) {
        Thread.sleep(LOOK_MILLIS);
      }
    }
  }

  /// The two questions were not answered at the same moment: it may have ended in between.
  private void confirmStopped(Step step) throws InterruptedException, ExecutionException {
    Thread.sleep(LOOK_MILLIS);
    boolean moves = moving().contains(name(step));
    List<Integer> present = now(List.of(step)).get(name(step));
    if (!moves && !step.after().equals(present)) {
      throw new Refusal(
          "the move of "
              + name(step)
              + " was stopped; what was moved before stays, 'tidepost cluster rebalance reverse'"
              + " takes it back");
    }
  }

  /// Lets the first replica lead where another one does.
  private void elect(List<Step> batch) throws InterruptedException, ExecutionException {
    Set<TopicPartition> wanted = new LinkedHashSet<>();
    batch.forEach(step -> wanted.add(name(step)));
    var outcomes = admin.electLeaders(ElectionType.PREFERRED, wanted).partitions().get();
    outcomes.forEach((partition, problem) -> {
      if (problem.isPresent() && !(problem.get() instanceof ElectionNotNeededException)) {
        progress.accept(
            partition + " keeps its leader for now: " + Reasons.sentence(problem.get()));
      }
    });
  }

  private Set<TopicPartition> moving() throws InterruptedException, ExecutionException {
    return admin.listPartitionReassignments().reassignments().get().keySet();
  }

  /// The replicas of the partitions of some steps, without those that do not exist.
  private Map<TopicPartition, List<Integer>> now(List<Step> steps)
      throws InterruptedException, ExecutionException {
    Set<String> topics = new LinkedHashSet<>();
    steps.forEach(step -> topics.add(step.topic()));
    Map<TopicPartition, List<Integer>> replicas = new HashMap<>();
    var answers = admin.describeTopics(topics).topicNameValues();
    for (String topic : topics) {
      try {
        for (TopicPartitionInfo info : Answers.get(answers, topic).partitions()) {
          replicas.put(
              new TopicPartition(topic, info.partition()),
              info.replicas().stream().map(Node::id).toList());
        }
      } catch (ExecutionException e) {
        if (!(Reasons.unwrap(e) instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return replicas;
  }

  /// The partition that a step is about.
  public static TopicPartition name(Step step) {
    return new TopicPartition(step.topic(), step.partition());
  }
}
