package io.tidepost.cli.group;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.cli.group.GroupKind.Standing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost group delete-offsets`.
@Command(
    name = "delete-offsets",
    description = {
      "Delete the offsets that a group has committed for topics that it does not read any more, so"
          + " that they show no lag. Without --execute it only shows what would be deleted. Of a"
          + " share group, offsets of whole topics only."
    },
    footer = {
      "  tidepost group delete-offsets billing --topic orders-old",
      "  tidepost group delete-offsets billing --topic orders-old:0,2 --execute"
    })
final class GroupDeleteOffsets extends KafkaCommand {

  @Parameters(index = "0", paramLabel = "GROUP", description = "Name of the group.")
  String group = "";

  @Option(
      names = "--topic",
      required = true,
      paramLabel = "TOPIC[:PARTITION,...]",
      description = "This topic or some of its partitions; may be repeated.")
  List<String> topics = List.of();

  @Option(names = "--execute", description = "Do it; without it, only show what would be deleted.")
  boolean execute;

  @Override
  protected int run(Admin admin) throws Exception {
    GroupKind kind = Groups.kind(Groups.listing(admin, group));
    Map<TopicPartition, Standing> standings = kind.standings(admin, group);
    Set<TopicPartition> doomed = new TreeSet<>(Partitions.ORDER);
    for (String word : topics) {
      Set<TopicPartition> named =
          standings.keySet().stream()
              .filter(tp -> Partitions.matches(word, tp))
              .collect(Collectors.toSet());
      if (named.isEmpty()) {
        throw new Failure("group '" + group + "' has committed no offset for '" + word + "'");
      }
      if (kind == GroupKind.SHARE && word.indexOf(':') >= 0) {
        throw new Failure(
            "a share group's offsets are deleted for whole topics: name '"
                + word.substring(0, word.indexOf(':'))
                + "'");
      }
      doomed.addAll(named);
    }
    if (execute) {
      delete(admin, kind, doomed);
    }
    var table = new Table("topic", "partition", "committedOffset", "executed");
    standings.forEach((tp, at) -> {
      if (doomed.contains(tp)) {
        table.row(tp.topic(), tp.partition(), at.offset(), execute);
      }
    });
    print(table);
    if (!execute && !output.structured()) {
      terminal.out().flush();
      terminal.err().println("Nothing was changed; add --execute to do it.");
    }
    return OK;
  }

  private void delete(Admin admin, GroupKind kind, Set<TopicPartition> doomed)
      throws InterruptedException, ExecutionException {
    try {
      kind.forget(admin, group, doomed);
    } catch (ExecutionException e) {
      Throwable cause = Explain.unwrap(e);
      if (cause instanceof GroupSubscribedToTopicException) {
        throw new Failure("group '" + group + "' still reads that; stop its members first", cause);
      }
      if (cause instanceof GroupNotEmptyException) {
        throw new Failure("group '" + group + "' still has members; stop them first", cause);
      }
      throw e;
    }
  }
}
