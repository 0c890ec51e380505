package io.tidepost.coordinator.group.assignor;

import io.tidepost.base.Uuid;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// What an assignor looks at.
///
/// @param members by id; where several members have equal claims the order of the map decides
/// @param homogeneous whether all members are subscribed to the same topics
/// @param partitionsOf how many partitions a topic has
public record AssignorInput(
    SequencedMap<String, Member> members, boolean homogeneous, ToIntFunction<Uuid> partitionsOf) {

  /// @param instanceId of a static member
  /// @param rackId where it is; no assignor looks at it at present, as in Kafka
  /// @param topics that exist and it is subscribed to
  /// @param current what it was to have before
  public record Member(
      @Nullable String instanceId,
      @Nullable String rackId,
      SortedSet<Uuid> topics,
      SortedMap<Uuid, SortedSet<Integer>> current) {}
}
