package io.tidepost.cli.group;

import io.tidepost.cli.group.GroupKind.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// How far behind a group is.
///
/// @param type such as `classic`
/// @param lag records that it has not done with, of all partitions for which that is known
/// @param position sum of the offsets where it stands
public record GroupLag(String group, String type, String state, long lag, long position) {

  /// All groups, with one question to each coordinator.
  ///
  /// @param ends of the partitions; where one is missing, its lag is left out
  public static List<GroupLag> all(Admin admin, Map<TopicPartition, Long> ends)
      throws InterruptedException, ExecutionException {
    List<GroupListing> listings = List.copyOf(admin.listGroups().all().get());
    Map<String, ListConsumerGroupOffsetsSpec> consumers = new HashMap<>();
    Map<String, ListShareGroupOffsetsSpec> queues = new HashMap<>();
    for (GroupListing listing : listings) {
      if (Groups.kind(listing) == GroupKind.SHARE) {
        queues.put(listing.groupId(), new ListShareGroupOffsetsSpec());
      } else {
        consumers.put(listing.groupId(), new ListConsumerGroupOffsetsSpec());
      }
    }
    var consumerOffsets = consumers.isEmpty() ? null : admin.listConsumerGroupOffsets(consumers);
    var queueOffsets = queues.isEmpty() ? null : admin.listShareGroupOffsets(queues);
    List<GroupLag> all = new ArrayList<>();
    for (GroupListing listing : listings) {
      String group = listing.groupId();
      Map<TopicPartition, Standing> standings = new HashMap<>();
      if (queueOffsets != null && queues.containsKey(group)) {
        known(queueOffsets.partitionsToOffsetInfo(group))
            .forEach((tp, info) -> {
              if (info != null) {
                standings.put(tp, new Standing(info.startOffset(), info.lag().orElse(null)));
              }
            });
      } else if (consumerOffsets != null) {
        known(consumerOffsets.partitionsToOffsetAndMetadata(group))
            .forEach((tp, at) -> {
              if (at != null) {
                standings.put(tp, new Standing(at.offset(), null));
              }
            });
      }
      long lag = 0;
      long position = 0;
      for (Map.Entry<TopicPartition, Standing> at : standings.entrySet()) {
        Long behind = Groups.lag(at.getValue(), ends.get(at.getKey()));
        lag += behind == null ? 0 : behind;
        position += at.getValue().offset();
      }
      all.add(
          new GroupLag(
              group,
              listing.type().orElse(GroupType.CLASSIC).toString().toLowerCase(Locale.ROOT),
              listing.groupState().orElse(GroupState.UNKNOWN).toString(),
              lag,
              position));
    }
    return all;
  }

  /// A group that is deleted meanwhile, or whose coordinator is moving, has no offsets this time.
  private static <V> Map<TopicPartition, V> known(KafkaFuture<Map<TopicPartition, V>> answer)
      throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      return Map.of();
    }
  }
}
