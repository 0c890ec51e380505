package io.tidepost.coordinator.group.share;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.group.TopicsHash;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Turn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What follows when members, subscriptions or topics change.
final class ShareMembership {

  private ShareMembership() {}

  /// The records that take a member out of the group. The others get its partitions when they next
  /// say something.
  ///
  /// @param why in words
  static List<CoordinatorRecord> without(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      ShareGroup group,
      String memberId,
      String why) {
    shard.history().note(group.groupId(), turn.wallMillis(), group.epoch() + 1, why);
    List<CoordinatorRecord> records =
        new ArrayList<>(ShareGroupRecords.withoutMember(group.groupId(), memberId));
    List<ShareMember> rest = new ArrayList<>(group.members().values());
    rest.removeIf(member -> member.memberId().equals(memberId));
    long hash = TopicsHash.of(subscribed(rest, shard.surroundings().topics()).values());
    records.add(ShareGroupRecords.epoch(group.groupId(), group.epoch() + 1, hash));
    return records;
  }

  /// The topics that exist and somebody is subscribed to, by name.
  static SortedMap<String, KnownTopic> subscribed(
      Collection<ShareMember> members, TopicCatalog topics) {
    SortedMap<String, KnownTopic> result = new TreeMap<>();
    for (ShareMember member : members) {
      for (String name : member.topics()) {
        KnownTopic topic = topics.byName(name);
        if (topic != null) {
          result.put(name, topic);
        }
      }
    }
    return result;
  }
}
