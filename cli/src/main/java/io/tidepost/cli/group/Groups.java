package io.tidepost.cli.group;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.Nearest;
import io.tidepost.cli.group.GroupKind.Standing;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/// Questions about groups that several verbs ask.
final class Groups {

  private Groups() {}

  /// How the cluster lists a group; fails with the nearest name when it does not.
  static GroupListing listing(Admin admin, String group)
      throws InterruptedException, ExecutionException {
    Collection<GroupListing> all = admin.listGroups().all().get();
    for (GroupListing listing : all) {
      if (listing.groupId().equals(group)) {
        return listing;
      }
    }
    throw missing(group, all);
  }

  /// Of which kind a listed group is; a cluster that tells no types has classic ones only.
  static GroupKind kind(GroupListing listing) {
    return GroupKind.of(listing.type().orElse(GroupType.CLASSIC));
  }

  private static Failure missing(String group, Collection<GroupListing> known) {
    return new Failure(
        "group '"
            + group
            + "' does not exist"
            + Nearest.hint(group, known.stream().map(GroupListing::groupId).toList()));
  }

  static Failure missing(Admin admin, String group)
      throws InterruptedException, ExecutionException {
    return missing(group, admin.listGroups().all().get());
  }

  /// Records that a group has not done with; `null` when that is not known.
  static @Nullable Long lag(@Nullable Standing at, @Nullable Long highWatermark) {
    if (at == null) {
      return null;
    } else if (at.lag() != null) {
      return at.lag();
    }
    return highWatermark == null ? null : (Long) Math.max(0, highWatermark - at.offset());
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
