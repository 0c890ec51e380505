package io.tidepost.cli.group;

import io.tidepost.cli.Answers;
import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.Nearest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Questions about groups that several verbs ask.
final class Groups {

  private Groups() {}

  /// A group's description; fails with the nearest name when it is not there.
  static ConsumerGroupDescription describe(Admin admin, String group)
      throws InterruptedException, ExecutionException {
    try {
      ConsumerGroupDescription found =
          Answers.get(admin.describeConsumerGroups(List.of(group)).describedGroups(), group);
      if (found.groupState() != GroupState.DEAD) {
        return found;
      }
    } catch (ExecutionException e) {
      if (!(Explain.unwrap(e) instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
    throw missing(admin, group);
  }

  static Failure missing(Admin admin, String group)
      throws InterruptedException, ExecutionException {
    List<String> known =
        admin.listGroups().all().get().stream().map(GroupListing::groupId).toList();
    return new Failure("group '" + group + "' does not exist" + Nearest.hint(group, known));
  }

  /// Where the group stands, sorted by topic and partition.
  static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> sorted = new TreeMap<>(Partitions.ORDER);
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach((tp, offset) -> {
          if (offset != null) {
            sorted.put(tp, offset);
          }
        });
    return sorted;
  }

  /// Offsets by partition. A partition that is no longer there is left out.
  static Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Admin admin, Collection<TopicPartition> partitions, OffsetSpec spec)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> request = new HashMap<>();
    partitions.forEach(tp -> request.put(tp, spec));
    ListOffsetsResult result = admin.listOffsets(request);
    Map<TopicPartition, ListOffsetsResultInfo> found = new HashMap<>();
    for (TopicPartition tp : partitions) {
      try {
        found.put(tp, result.partitionResult(tp).get());
      } catch (ExecutionException e) {
        if (!(Explain.unwrap(e) instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return found;
  }
}
