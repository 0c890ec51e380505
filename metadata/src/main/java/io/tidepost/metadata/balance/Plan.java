package io.tidepost.metadata.balance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Moves in the order in which they are to be made, in batches: one batch is finished before the
/// next begins, and each leaves a sound cluster, so a plan can be stopped after any of them.
///
/// @param batches none when nothing needs to be done
/// @param obstacles sentences about what could not be achieved, and why
public record Plan(List<List<Step>> batches, List<String> obstacles) {

  /// A move of one partition.
  public sealed interface Step {

    /// Name of the topic.
    String topic();

    int partition();

    /// Brokers in order of preference, before.
    List<Integer> before();

    /// Brokers in order of preference, afterwards.
    List<Integer> after();

    /// Why, for a human.
    String reason();

    /// Bytes that are copied.
    long bytes();

    /// What undoes it.
    Step reversed();
  }

  /// Other replicas for a partition.
  ///
  /// @param before brokers in order of preference, before
  /// @param after and after
  public record MoveReplicas(
      String topic,
      int partition,
      List<Integer> before,
      List<Integer> after,
      long bytes,
      String reason)
      implements Step {

    @Override
    public MoveReplicas reversed() {
      return new MoveReplicas(topic, partition, after, before, bytes, "undoes: " + reason);
    }
  }

  /// Another leader for a partition: the same replicas in another order, and an election of the
  /// preferred one.
  ///
  /// @param before brokers in order of preference, before
  /// @param after and after; the first one is to lead
  public record MoveLeader(
      String topic, int partition, List<Integer> before, List<Integer> after, String reason)
      implements Step {

    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public MoveLeader reversed() {
      return new MoveLeader(topic, partition, after, before, "undoes: " + reason);
    }
  }

  /// All steps in order.
  public List<Step> steps() {
    return batches.stream().flatMap(List::stream).toList();
  }

  /// Bytes that are copied in all.
  public long bytes() {
    return steps().stream().mapToLong(Step::bytes).sum();
  }

  /// The plan that takes back what the first batches of this one did.
  ///
  /// @param done how many batches were made
  public Plan reversed(int done) {
    List<List<Step>> back = new ArrayList<>();
    for (List<Step> batch : batches.subList(0, done)) {
      List<Step> steps = new ArrayList<>();
      batch.forEach(step -> steps.add(step.reversed()));
      Collections.reverse(steps);
      back.add(List.copyOf(steps));
    }
    Collections.reverse(back);
    return new Plan(List.copyOf(back), List.of());
  }
}
