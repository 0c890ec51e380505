package io.tidepost.cli.group;

import io.tidepost.cli.Json;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost group describe`.
@Command(
    name = "describe",
    description = {
      "Show a group's members and, for each partition, where the group stands and how many records"
          + " it has not read yet (lag)."
    },
    footer = {"  tidepost group describe billing", "  tidepost group describe billing -o json"})
final class GroupDescribe extends KafkaCommand {

  @Parameters(arity = "1..*", paramLabel = "GROUP", description = "Names of the groups.")
  List<String> groups = List.of();

  @Override
  protected int run(Admin admin) throws Exception {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    for (String name : groups) {
      ConsumerGroupDescription group = Groups.describe(admin, name);
      Table offsets = offsets(admin, group);
      if (output.json()) {
        all.add(json(group, offsets));
      } else {
        printForPeople(group, offsets);
      }
    }
    if (output.json()) {
      Json.print(terminal.out(), all);
    }
    return OK;
  }

  private static Map<String, @Nullable Object> json(ConsumerGroupDescription group, Table offsets) {
    Node coordinator = group.coordinator();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("group", group.groupId());
    object.put("state", group.groupState().toString());
    object.put("assignor", group.partitionAssignor());
    object.put("coordinatorId", coordinator == null ? null : coordinator.id());
    object.put("members", members(group).rows());
    object.put("partitions", offsets.rows());
    return object;
  }

  private void printForPeople(ConsumerGroupDescription group, Table offsets) {
    var out = terminal.out();
    String assignor = group.partitionAssignor();
    out.println(
        group.groupId()
            + "  "
            + group.groupState()
            + ", "
            + group.members().size()
            + " members"
            + (assignor == null || assignor.isEmpty() ? "" : ", assignor " + assignor));
    if (!group.members().isEmpty()) {
      members(group).print(out);
    }
    if (offsets.size() > 0) {
      offsets.print(out);
    }
  }

  private static Table members(ConsumerGroupDescription group) {
    var table = new Table("member", "instanceId", "clientId", "host", "partitions");
    for (MemberDescription m : group.members()) {
      List<String> partitions =
          m.assignment().topicPartitions().stream()
              .sorted(Partitions.ORDER)
              .map(TopicPartition::toString)
              .toList();
      table.row(
          m.consumerId(), m.groupInstanceId().orElse(null), m.clientId(), m.host(), partitions);
    }
    return table;
  }

  private static Table offsets(Admin admin, ConsumerGroupDescription group)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> committed = Groups.committed(admin, group.groupId());
    Map<TopicPartition, String> owners = new HashMap<>();
    for (MemberDescription m : group.members()) {
      m.assignment().topicPartitions().forEach(tp -> owners.put(tp, m.consumerId()));
    }
    var partitions = new TreeSet<>(Partitions.ORDER);
    partitions.addAll(committed.keySet());
    partitions.addAll(owners.keySet());
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        Groups.offsets(admin, partitions, OffsetSpec.latest());
    var table =
        new Table("topic", "partition", "committedOffset", "highWatermark", "lag", "member");
    for (TopicPartition tp : partitions) {
      OffsetAndMetadata at = committed.get(tp);
      ListOffsetsResultInfo end = ends.get(tp);
      table.row(
          tp.topic(),
          tp.partition(),
          at == null ? null : at.offset(),
          end == null ? null : end.offset(),
          at == null || end == null ? null : Math.max(0, end.offset() - at.offset()),
          owners.get(tp));
    }
    return table;
  }
}
