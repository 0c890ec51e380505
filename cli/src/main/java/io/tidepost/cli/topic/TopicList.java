package io.tidepost.cli.topic;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.cli.Topics;
import java.util.Collection;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost topic list`.
@Command(
    name = "list",
    description = "List topics with their partitions and replicas.",
    footer = {
      "  tidepost topic list",
      "  tidepost topic list 'orders-*'",
      "  tidepost topic list --internal -o json"
    })
final class TopicList extends KafkaCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      defaultValue = "*",
      description = "Only names like this; * stands for anything.")
  String pattern = "*";

  @Option(names = "--internal", description = "Also topics with which Kafka does its own work.")
  boolean internal;

  @Override
  protected int run(Admin admin) throws Exception {
    Pattern wanted = Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    Collection<String> names =
        admin.listTopics(new ListTopicsOptions().listInternal(internal)).names().get().stream()
            .filter(name -> wanted.matcher(name).matches())
            .toList();
    var table = new Table("topic", "partitions", "replicationFactor", "internal", "topicId");
    for (TopicDescription topic : Topics.describe(admin, names).values()) {
      int replicas = topic.partitions().isEmpty() ? 0 : topic.partitions().get(0).replicas().size();
      table.row(
          topic.name(), topic.partitions().size(), replicas, topic.isInternal(), topic.topicId());
    }
    print(table);
    return OK;
  }
}
