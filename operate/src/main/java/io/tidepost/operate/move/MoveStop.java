package io.tidepost.operate.move;

import io.tidepost.operate.Answers;
import io.tidepost.operate.Reasons;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NoReassignmentInProgressException;
import org.jspecify.annotations.Nullable;

/// Cancels all reassignments under way, whoever asked for them.
public final class MoveStop {

  private MoveStop() {}

  /// @param problem why it goes on; `null` when it was stopped
  public record Stopped(TopicPartition partition, @Nullable String problem) {}

  /// Each partition keeps the replicas that it had; what bounded the moves is removed.
  public static List<Stopped> all(Admin admin) throws InterruptedException, ExecutionException {
    Map<TopicPartition, PartitionReassignment> moving =
        admin.listPartitionReassignments().reassignments().get();
    Map<TopicPartition, Optional<NewPartitionReassignment>> request = new LinkedHashMap<>();
    Set<Integer> brokers = new LinkedHashSet<>();
    Set<String> topics = new LinkedHashSet<>();
    moving.forEach((partition, move) -> {
      request.put(partition, Optional.empty());
      brokers.addAll(move.replicas());
      topics.add(partition.topic());
    });
    List<Stopped> all = new ArrayList<>();
    if (!request.isEmpty()) {
      var answers = admin.alterPartitionReassignments(request).values();
      for (TopicPartition partition : request.keySet()) {
        all.add(new Stopped(partition, problem(answers, partition)));
      }
      MoveThrottle.remove(admin, brokers, topics);
    }
    return all;
  }

  private static @Nullable String problem(
      Map<TopicPartition, KafkaFuture<Void>> answers, TopicPartition partition)
      throws InterruptedException {
    try {
      Answers.get(answers, partition);
      return null;
    } catch (ExecutionException e) {
      Throwable cause = Reasons.unwrap(e);
      // It has ended meanwhile.
      return cause instanceof NoReassignmentInProgressException ? null : Reasons.sentence(cause);
    }
  }
}
