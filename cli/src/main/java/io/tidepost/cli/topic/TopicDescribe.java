package io.tidepost.cli.topic;

import io.tidepost.cli.Configs;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.cli.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost topic describe`.
@Command(
    name = "describe",
    description =
        "Show a topic's partitions (leader, replicas, in-sync replicas, first and next offset) and"
            + " the options that were set for it.",
    footer = {
      "  tidepost topic describe orders",
      "  tidepost topic describe orders payments -o json"
    })
final class TopicDescribe extends KafkaCommand {

  @Parameters(arity = "1..*", paramLabel = "TOPIC", description = "Names of the topics.")
  List<String> topics = List.of();

  @Override
  protected int run(Admin admin) throws Exception {
    List<Map<String, Object>> all = new ArrayList<>();
    for (TopicDescription topic : Topics.describe(admin, topics).values()) {
      Table partitions = partitions(admin, topic);
      Map<String, String> configs = configs(admin, topic.name());
      if (output.structured()) {
        all.add(json(topic, partitions, configs));
      } else {
        printForPeople(topic, partitions, configs);
      }
    }
    if (output.structured()) {
      output.tree(terminal.out(), all);
    }
    return OK;
  }

  private static Map<String, Object> json(
      TopicDescription topic, Table partitions, Map<String, String> configs) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("topic", topic.name());
    object.put("topicId", topic.topicId());
    object.put("internal", topic.isInternal());
    object.put("configs", configs);
    object.put("partitions", partitions.rows());
    return object;
  }

  private void printForPeople(
      TopicDescription topic, Table partitions, Map<String, String> configs) {
    var out = terminal.out();
    out.println(
        topic.name()
            + "  "
            + partitions.size()
            + " partition"
            + (partitions.size() == 1 ? "" : "s")
            + ", id "
            + topic.topicId()
            + (topic.isInternal() ? ", internal" : ""));
    configs.forEach((key, value) -> out.println("  " + key + " = " + value));
    partitions.print(out);
  }

  private static Table partitions(Admin admin, TopicDescription topic) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> first = new HashMap<>();
    Map<TopicPartition, OffsetSpec> next = new HashMap<>();
    for (TopicPartitionInfo p : topic.partitions()) {
      if (p.leader() != null) {
        first.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.earliest());
        next.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest());
      }
    }
    ListOffsetsResult firsts = admin.listOffsets(first);
    ListOffsetsResult nexts = admin.listOffsets(next);
    var table =
        new Table(
            "partition", "leader", "replicas", "inSyncReplicas", "logStartOffset", "highWatermark");
    for (TopicPartitionInfo p : topic.partitions()) {
      Node leader = p.leader();
      var tp = new TopicPartition(topic.name(), p.partition());
      table.row(
          p.partition(),
          leader == null ? null : leader.id(),
          p.replicas().stream().map(Node::id).toList(),
          p.isr().stream().map(Node::id).toList(),
          leader == null ? null : offset(firsts, tp),
          leader == null ? null : offset(nexts, tp));
    }
    return table;
  }

  private static @Nullable Long offset(ListOffsetsResult result, TopicPartition tp)
      throws InterruptedException {
    try {
      return result.partitionResult(tp).get().offset();
    } catch (ExecutionException e) {
      return null; // shown as unknown: the partition's leader does not answer
    }
  }

  private static Map<String, String> configs(Admin admin, String topic)
      throws InterruptedException, ExecutionException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Map<String, String> set = new TreeMap<>();
    for (ConfigEntry entry : Configs.entries(admin, resource)) {
      if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
        set.put(entry.name(), String.valueOf(entry.value()));
      }
    }
    return set;
  }
}
