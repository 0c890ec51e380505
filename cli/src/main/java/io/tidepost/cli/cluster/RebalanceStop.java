package io.tidepost.cli.cluster;

import io.tidepost.cli.Answers;
import io.tidepost.cli.Explain;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
import picocli.CommandLine.Command;

/// `tidepost cluster rebalance stop`.
@Command(
    name = "stop",
    description = {
      "Cancel all reassignments under way, whoever asked for them: each partition keeps the"
          + " replicas that it had. A 'run' in another terminal ends. What bounded the moves is"
          + " removed."
    },
    footer = {"  tidepost cluster rebalance stop"})
final class RebalanceStop extends KafkaCommand {

  @Override
  protected int run(Admin admin) throws Exception {
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
    var table = new Table("topic", "partition", "stopped", "problem");
    if (!request.isEmpty()) {
      var answers = admin.alterPartitionReassignments(request).values();
      for (TopicPartition partition : request.keySet()) {
        String problem = problem(answers, partition);
        table.row(partition.topic(), partition.partition(), problem == null, problem);
      }
      MoveThrottle.remove(admin, brokers, topics);
    }
    print(table);
    return table.rows().stream().allMatch(row -> Boolean.TRUE.equals(row.get("stopped")))
        ? OK
        : FAILED;
  }

  private static @Nullable String problem(
      Map<TopicPartition, KafkaFuture<Void>> answers, TopicPartition partition)
      throws InterruptedException {
    try {
      Answers.get(answers, partition);
      return null;
    } catch (ExecutionException e) {
      Throwable cause = Explain.unwrap(e);
      // It has ended meanwhile.
      return cause instanceof NoReassignmentInProgressException ? null : Explain.sentence(cause);
    }
  }
}
