package io.tidepost.cli.transaction;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.cli.transaction.OpenTransactions.Open;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidepost transaction find-hanging`.
@Command(
    name = "find-hanging",
    description = {
      "Find transactions that are open in a partition and that no coordinator will end; readers"
          + " with read_committed do not get past them."
    },
    footer = {
      "  tidepost transaction find-hanging",
      "  tidepost transaction find-hanging --topic orders -o json"
    })
final class TransactionFindHanging extends KafkaCommand {

  /// What is older than the longest timeout by this much has been forgotten.
  private static final Duration GRACE = Duration.ofMinutes(5);

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Look at this topic only; may be repeated.")
  List<String> topics = List.of();

  @Option(
      names = "--max-timeout-minutes",
      paramLabel = "MINUTES",
      description = "The brokers' transaction.max.timeout.ms, in minutes (${DEFAULT-VALUE}).")
  int maxTimeoutMinutes = 15;

  @Override
  protected int run(Admin admin) throws Exception {
    Collection<String> wanted =
        topics.isEmpty()
            ? admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get()
            : topics;
    List<TopicPartition> partitions = new ArrayList<>();
    for (TopicDescription topic : admin.describeTopics(wanted).allTopicNames().get().values()) {
      topic
          .partitions()
          .forEach(p -> partitions.add(new TopicPartition(topic.name(), p.partition())));
    }
    long longest = Duration.ofMinutes(maxTimeoutMinutes).plus(GRACE).toMillis();
    List<Open> hanging =
        OpenTransactions.hanging(
            admin, OpenTransactions.in(admin, partitions), System.currentTimeMillis() - longest);
    var table =
        new Table(
            "topic",
            "partition",
            "producerId",
            "producerEpoch",
            "startOffset",
            "lastTimestamp",
            "transactionalId");
    for (Open open : hanging) {
      table.row(
          open.partition().topic(),
          open.partition().partition(),
          open.producer().producerId(),
          open.producer().producerEpoch(),
          open.producer().currentTransactionStartOffset().orElse(-1),
          open.producer().lastTimestamp(),
          open.transactionalId());
    }
    print(table);
    return OK;
  }
}
