package io.tidepost.cli.group;

import io.tidepost.cli.Answers;
import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost group delete`.
@Command(
    name = "delete",
    description = "Delete groups that have no members, with the offsets they have committed.",
    footer = {"  tidepost group delete billing"})
final class GroupDelete extends KafkaCommand {

  @Parameters(arity = "1..*", paramLabel = "GROUP", description = "Names of the groups.")
  List<String> groups = List.of();

  @Override
  protected int run(Admin admin) throws Exception {
    Map<String, KafkaFuture<Void>> answers = admin.deleteConsumerGroups(groups).deletedGroups();
    var table = new Table("group", "deleted");
    for (String group : groups) {
      try {
        Answers.get(answers, group);
        table.row(group, true);
      } catch (ExecutionException e) {
        throw refused(admin, group, Explain.unwrap(e));
      }
    }
    print(table);
    return OK;
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
