package io.tidepost.cli.group;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.cli.group.GroupKind.Standing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost group reset-offsets`.
@Command(
    name = "reset-offsets",
    description = {
      "Move where a group of any type stands. Without --execute it only shows what would change."
          + " The group must have no members. Offsets outside of a partition are brought to its"
          + " nearest end. A streams application keeps its state: delete that too if it must not"
          + " see records twice."
    },
    footer = {
      "  tidepost group reset-offsets billing --topic orders --to-earliest",
      "  tidepost group reset-offsets billing --topic orders:0,2 --shift-by -100 --execute",
      "  tidepost group reset-offsets billing --all-topics --to-datetime 2026-01-31T08:00:00Z"
          + " --execute"
    })
final class GroupResetOffsets extends KafkaCommand {

  @Parameters(index = "0", paramLabel = "GROUP", description = "Name of the group.")
  String group = "";

  @ArgGroup(multiplicity = "1")
  Scope scope = new Scope();

  @ArgGroup(multiplicity = "1")
  ResetTarget.Choice choice = new ResetTarget.Choice();

  @Option(names = "--execute", description = "Do it; without it, only show what would change.")
  boolean execute;

  private boolean exists;

  /// Which partitions.
  static final class Scope {
    @Option(
        names = "--topic",
        required = true,
        paramLabel = "TOPIC[:PARTITION,...]",
        description = "This topic or some of its partitions; may be repeated.")
    List<String> topics = List.of();

    @Option(
        names = "--all-topics",
        required = true,
        description = "Every partition for which the group has committed an offset.")
    boolean allTopics;
  }

  @Option(names = "--dry-run", description = "Only show what would change, as without --execute.")
  boolean dryRun;

  @Override
  protected int run(Admin admin) throws Exception {
    if (execute && dryRun) {
      throw new Failure("--execute and --dry-run contradict each other");
    }
    ResetTarget target = choice.target();
    GroupKind kind = emptyGroup(admin);
    Map<TopicPartition, Standing> committed = exists ? kind.standings(admin, group) : Map.of();
    Set<TopicPartition> partitions = new TreeSet<>(Partitions.ORDER);
    partitions.addAll(scope.allTopics ? committed.keySet() : Partitions.named(admin, scope.topics));
    if (partitions.isEmpty()) {
      throw new Failure("group '" + group + "' has committed no offset; name a --topic");
    }
    Map<TopicPartition, Long> planned = target.offsets(admin, partitions, committed);
    if (execute) {
      kind.alter(admin, group, planned);
    }
    print(table(partitions, committed, planned));
    if (!execute && !output.structured()) {
      terminal.out().flush();
      terminal.err().println("Nothing was changed; add --execute to do it.");
    }
    return OK;
  }

  private Table table(
      Set<TopicPartition> partitions,
      Map<TopicPartition, Standing> committed,
      Map<TopicPartition, Long> planned) {
    var table = new Table("topic", "partition", "committedOffset", "newOffset", "executed");
    for (TopicPartition tp : partitions) {
      Standing before = committed.get(tp);
      table.row(
          tp.topic(),
          tp.partition(),
          before == null ? null : before.offset(),
          planned.get(tp),
          execute);
    }
    return table;
  }

  /// A group that does not exist yet may be given offsets, so that it starts there.
  private GroupKind emptyGroup(Admin admin) throws InterruptedException, ExecutionException {
    exists =
        admin.listGroups().all().get().stream().map(GroupListing::groupId).anyMatch(group::equals);
    if (!exists) {
      if (scope.allTopics) {
        throw Groups.missing(admin, group);
      }
      return GroupKind.CONSUMER;
    }
    GroupView found = GroupView.of(admin, group);
    if (!found.members().isEmpty()) {
      throw new Failure(
          "group '" + group + "' has " + found.members().size() + " members; stop them first");
    }
    return found.kind();
  }
}
