package io.tidepost.cli.cluster;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost cluster elect-leaders`.
@Command(
    name = "elect-leaders",
    description = {
      "Let the first replica of partitions lead, where it is in sync and another one leads."
          + " With --unclean: let a replica that is not in sync lead where nobody can any more;"
          + " what only the lost ones had is lost. Without names it looks at all partitions. The"
          + " exit code is 1 when a partition keeps the leader it had, or has none."
    },
    footer = {
      "  tidepost cluster elect-leaders",
      "  tidepost cluster elect-leaders orders payments-3",
      "  tidepost cluster elect-leaders orders-0 --unclean"
    })
final class ClusterElectLeaders extends KafkaCommand {

  @Parameters(
      arity = "0..*",
      paramLabel = "TOPIC[-PARTITION]",
      description = "Topics, or partitions of them.")
  List<String> names = List.of();

  @Option(
      names = "--unclean",
      description = "Accept the loss of records; for partitions without a leader only.")
  boolean unclean;

  @Override
  protected int run(Admin admin) throws Exception {
    if (unclean && names.isEmpty()) {
      throw new Failure("--unclean loses records: name the topics or partitions it is meant for");
    }
    Set<TopicPartition> wanted = names.isEmpty() ? null : wanted(admin);
    ElectionType type = unclean ? ElectionType.UNCLEAN : ElectionType.PREFERRED;
    Map<TopicPartition, Optional<Throwable>> outcomes =
        new TreeMap<>(
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    outcomes.putAll(admin.electLeaders(type, wanted).partitions().get());
    var table = new Table("topic", "partition", "elected", "why");
    boolean isDone = true;
    for (var outcome : outcomes.entrySet()) {
      Throwable problem = outcome.getValue().orElse(null);
      boolean isLed = problem instanceof ElectionNotNeededException;
      isDone &= problem == null || isLed;
      if (wanted == null && isLed) {
        continue; // of all partitions only those are of interest that something was done about
      }
      table.row(
          outcome.getKey().topic(), outcome.getKey().partition(), problem == null, why(problem));
    }
    print(table);
    return isDone ? OK : FAILED;
  }

  private @Nullable String why(@Nullable Throwable problem) {
    if (problem == null) {
      return null;
    }
    return problem instanceof ElectionNotNeededException
        ? unclean ? "it has a leader" : "its first replica leads already"
        : Explain.sentence(problem);
  }

  /// The partitions that the words mean. A topic may have a name that ends like a partition's.
  private Set<TopicPartition> wanted(Admin admin) throws Exception {
    Set<String> topics = admin.listTopics().names().get();
    Set<TopicPartition> wanted = new LinkedHashSet<>();
    for (String name : names) {
      int dash = name.lastIndexOf('-');
      if (topics.contains(name)) {
        admin
            .describeTopics(List.of(name))
            .allTopicNames()
            .get()
            .forEach((topic, told) ->
                told.partitions()
                    .forEach(info -> wanted.add(new TopicPartition(topic, info.partition()))));
      } else if (dash > 0
          && topics.contains(name.substring(0, dash))
          && name.substring(dash + 1).matches("\\d{1,9}")) {
        wanted.add(
            new TopicPartition(
                name.substring(0, dash), Integer.parseInt(name.substring(dash + 1))));
      } else {
        throw new Failure("there is no topic or partition '" + name + "'");
      }
    }
    return wanted;
  }
}
