package io.tidepost.cli.group;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidepost group list`.
@Command(
    name = "list",
    description = "List groups of every type with their state.",
    footer = {
      "  tidepost group list",
      "  tidepost group list --type share,streams",
      "  tidepost group list --state Stable -o json"
    })
final class GroupList extends KafkaCommand {

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      description = "Only groups of this type: classic, consumer, share, streams.")
  List<String> types = List.of();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "Only groups in this state, such as Stable or Empty.")
  List<String> states = List.of();

  @Override
  protected int run(Admin admin) throws Exception {
    Set<GroupType> wantedTypes = types();
    Set<GroupState> wantedStates = states();
    var table = new Table("group", "type", "protocol", "state");
    admin.listGroups().all().get().stream()
        .filter(
            g -> wantedTypes.isEmpty() || wantedTypes.contains(g.type().orElse(GroupType.CLASSIC)))
        .filter(g ->
            wantedStates.isEmpty()
                || wantedStates.contains(g.groupState().orElse(GroupState.UNKNOWN)))
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

  private Set<GroupType> types() {
    Set<GroupType> all = EnumSet.noneOf(GroupType.class);
    for (String word : types) {
      GroupType type = GroupType.parse(word);
      if (type == GroupType.UNKNOWN) {
        throw new Failure(
            "'" + word + "' is no type of a group: give classic, consumer, share or streams");
      }
      all.add(type);
    }
    return all;
  }

  private Set<GroupState> states() {
    Set<GroupState> all = EnumSet.noneOf(GroupState.class);
    for (String word : states) {
      GroupState state = GroupState.parse(word);
      if (state == GroupState.UNKNOWN) {
        throw new Failure(
            "'"
                + word
                + "' is no state of a group: give "
                + Arrays.stream(GroupState.values())
                    .filter(known -> known != GroupState.UNKNOWN)
                    .map(GroupState::toString)
                    .collect(Collectors.joining(", ")));
      }
      all.add(state);
    }
    return all;
  }

  private static @Nullable String lower(Optional<?> word) {
    return word.map(w -> w.toString().toLowerCase(Locale.ROOT)).orElse(null);
  }
}
