package io.tidepost.cli.topic;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.operate.Answers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost topic create`.
@Command(
    name = "create",
    description = "Create one or more topics. What is left out is as the cluster's defaults say.",
    footer = {
      "  tidepost topic create orders",
      "  tidepost topic create orders payments --partitions 12 --replication-factor 3",
      "  tidepost topic create sessions --config cleanup.policy=compact --config"
          + " retention.ms=86400000"
    })
final class TopicCreate extends KafkaCommand {

  @Parameters(arity = "1..*", paramLabel = "TOPIC", description = "Names of the topics.")
  List<String> topics = List.of();

  @Option(
      names = {"-p", "--partitions"},
      paramLabel = "COUNT",
      description = "Number of partitions.")
  @Nullable Integer partitions;

  @Option(
      names = {"-r", "--replication-factor"},
      paramLabel = "COUNT",
      description = "On how many brokers each partition is kept.")
  @Nullable Short replicationFactor;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "KEY=VALUE",
      description = "A topic option, such as retention.ms=3600000; may be repeated.")
  Map<String, String> configs = new LinkedHashMap<>();

  @Option(names = "--if-not-exists", description = "A topic that is already there is left alone.")
  boolean ifNotExists;

  @Override
  protected int run(Admin admin) throws Exception {
    CreateTopicsResult result =
        admin.createTopics(
            topics.stream()
                .map(name ->
                    new NewTopic(
                            name,
                            Optional.ofNullable(partitions),
                            Optional.ofNullable(replicationFactor))
                        .configs(configs))
                .toList());
    var table = new Table("topic", "topicId", "partitions", "replicationFactor", "created");
    for (String topic : topics) {
      try {
        Answers.get(result.values(), topic);
        table.row(
            topic,
            result.topicId(topic).get(),
            result.numPartitions(topic).get(),
            result.replicationFactor(topic).get(),
            true);
      } catch (ExecutionException e) {
        requireTolerable(topic, e);
        table.row(topic, null, null, null, false);
      }
    }
    print(table);
    return OK;
  }

  private void requireTolerable(String topic, ExecutionException thrown) {
    Throwable cause = Explain.unwrap(thrown);
    if (!(cause instanceof TopicExistsException)) {
      throw new Failure("topic '" + topic + "' was not created: " + Explain.sentence(cause), cause);
    }
    if (!ifNotExists) {
      throw new Failure("topic '" + topic + "' already exists", cause);
    }
  }
}
