package io.tidepost.cli.group;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `tidepost group list`.
@Command(
    name = "list",
    description = "List groups with their state.",
    footer = {"  tidepost group list", "  tidepost group list -o json"})
final class GroupList extends KafkaCommand {

  @Override
  protected int run(Admin admin) throws Exception {
    var table = new Table("group", "type", "protocol", "state");
    admin.listGroups().all().get().stream()
        .sorted(Comparator.comparing(GroupListing::groupId))
        .forEach(g ->
            table.row(
                g.groupId(),
                lower(g.type()),
                g.protocol().isEmpty() ? null : g.protocol(),
                g.groupState().map(GroupState::toString).orElse(null)));
    print(table);
    return OK;
  }

  private static @Nullable String lower(Optional<?> word) {
    return word.map(w -> w.toString().toLowerCase(Locale.ROOT)).orElse(null);
  }
}
