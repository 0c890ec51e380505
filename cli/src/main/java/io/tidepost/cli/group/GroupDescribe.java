package io.tidepost.cli.group;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.cli.group.GroupKind.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost group describe`.
@Command(
    name = "describe",
    description = {
      "Show a group of any type: its members and, for each partition, where the group stands and"
          + " how many records it has not read yet (lag). Of a share group, the lag leaves out what"
          + " is done with behind the first record that is not."
    },
    footer = {"  tidepost group describe billing", "  tidepost group describe billing -o json"})
final class GroupDescribe extends KafkaCommand {

  @Parameters(arity = "1..*", paramLabel = "GROUP", description = "Names of the groups.")
  List<String> groups = List.of();

  @Override
  protected int run(Admin admin) throws Exception {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    for (String name : groups) {
      GroupView group = GroupView.of(admin, name);
      Table offsets = offsets(admin, group);
      if (output.structured()) {
        all.add(tree(group, offsets));
      } else {
        printForPeople(group, offsets);
      }
    }
    if (output.structured()) {
      output.tree(terminal.out(), all);
    }
    return OK;
  }

  private static Map<String, @Nullable Object> tree(GroupView group, Table offsets) {
    Node coordinator = group.coordinator();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("group", group.name());
    object.put("type", group.type());
    object.put("state", group.state());
    object.put("assignor", group.assignor());
    object.put("epoch", group.epoch());
    object.put("coordinatorId", coordinator == null ? null : coordinator.id());
    object.put("members", members(group, true).rows());
    object.put("partitions", offsets.rows());
    return object;
  }

  private void printForPeople(GroupView group, Table offsets) {
    var out = terminal.out();
    String assignor = group.assignor();
    int count = group.members().size();
    out.println(
        group.name()
            + "  "
            + group.type()
            + " group, "
            + group.state()
            + ", "
            + count
            + (count == 1 ? " member" : " members")
            + (assignor == null || assignor.isEmpty() ? "" : ", assignor " + assignor));
    if (count > 0) {
      members(group, group.kind() == GroupKind.STREAMS).print(out);
    }
    if (offsets.size() > 0) {
      offsets.print(out);
    }
  }

  /// @param tasks whether columns that only streams groups fill are there
  private static Table members(GroupView group, boolean tasks) {
    List<String> columns =
        new ArrayList<>(List.of("member", "instanceId", "clientId", "host", "partitions"));
    if (tasks) {
      columns.addAll(List.of("epoch", "activeTasks", "standbyTasks"));
    }
    var table = new Table(columns.toArray(String[]::new));
    for (GroupView.Member m : group.members()) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(m.id());
      row.add(m.instanceId());
      row.add(m.clientId());
      row.add(m.host());
      row.add(m.partitions().stream().map(TopicPartition::toString).toList());
      if (tasks) {
        row.add(m.epoch());
        row.add(m.activeTasks());
        row.add(m.standbyTasks());
      }
      table.row(row.toArray());
    }
    return table;
  }

  private static Table offsets(Admin admin, GroupView group)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, Standing> standings = group.kind().standings(admin, group.name());
    Map<TopicPartition, String> owners = new HashMap<>();
    for (GroupView.Member m : group.members()) {
      // A partition of a share group may have several members.
      m.partitions().forEach(tp -> owners.merge(tp, m.id(), (one, two) -> one + "," + two));
    }
    var partitions = new TreeSet<>(Partitions.ORDER);
    partitions.addAll(standings.keySet());
    partitions.addAll(owners.keySet());
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        Groups.offsets(admin, partitions, OffsetSpec.latest());
    var table =
        new Table("topic", "partition", "committedOffset", "highWatermark", "lag", "member");
    for (TopicPartition tp : partitions) {
      Standing at = standings.get(tp);
      ListOffsetsResultInfo end = ends.get(tp);
      Long highWatermark = end == null ? null : end.offset();
      table.row(
          tp.topic(),
          tp.partition(),
          at == null ? null : at.offset(),
          highWatermark,
          Groups.lag(at, highWatermark),
          owners.get(tp));
    }
    return table;
  }
}
