package io.tidepost.cli.group;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.cli.Topics;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost group delete`.
@Command(
    name = "delete",
    description =
        "Delete groups of any type that have no members, with the offsets they have committed.",
    footer = {
      "  tidepost group delete billing",
      "  tidepost group delete word-count --internal-topics"
    })
final class GroupDelete extends KafkaCommand {

  @Parameters(arity = "1..*", paramLabel = "GROUP", description = "Names of the groups.")
  List<String> groups = List.of();

  @Option(
      names = "--internal-topics",
      description = "Also the changelog and repartition topics that a streams group has made.")
  boolean internalTopics;

  @Override
  protected int run(Admin admin) throws Exception {
    var table = new Table("group", "deleted", "topics");
    for (String group : groups) {
      Set<String> topics = internalTopics ? internalTopics(admin, group) : Set.of();
      try {
        Groups.kind(Groups.listing(admin, group)).delete(admin, group);
      } catch (ExecutionException e) {
        throw refused(admin, group, Explain.unwrap(e));
      }
      if (!topics.isEmpty()) {
        admin.deleteTopics(topics).all().get();
      }
      table.row(group, true, topics);
    }
    print(table);
    return OK;
  }

  private static Set<String> internalTopics(Admin admin, String group)
      throws InterruptedException, ExecutionException {
    Set<String> topics = new TreeSet<>(GroupView.of(admin, group).internalTopics());
    topics.retainAll(Topics.names(admin));
    return topics;
  }

  private static Failure refused(Admin admin, String group, Throwable cause)
      throws InterruptedException, ExecutionException {
    return switch (cause) {
      case GroupIdNotFoundException e -> Groups.missing(admin, group);
      case GroupNotEmptyException e ->
          new Failure("group '" + group + "' still has members; stop them first", e);
      default ->
          new Failure("group '" + group + "' was not deleted: " + Explain.sentence(cause), cause);
    };
  }
}
