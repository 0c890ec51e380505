package io.tidepost.sim.group;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.wire.message.JoinGroupResponse.JoinGroupResponseMember;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The leader of a classic group shares out partitions: everybody keeps what it has up to its
/// share, the rest goes around. A cooperative leader gives nobody what another one still has.
final class ClientAssignor {

  private final SimulatedTopics catalog;
  private final List<String> topics;
  private final boolean cooperative;

  ClientAssignor(SimulatedTopics catalog, List<String> topics, boolean cooperative) {
    this.catalog = catalog;
    this.topics = topics;
    this.cooperative = cooperative;
  }

  /// @return partitions by member id, empty when there is nobody
  SortedMap<String, List<TopicPartition>> assign(List<JoinGroupResponseMember> members) {
    SortedMap<String, List<TopicPartition>> assigned = new TreeMap<>();
    if (members.isEmpty()) {
      return assigned;
    }
    Map<TopicPartition, String> owners = new HashMap<>();
    for (JoinGroupResponseMember member : members) {
      assigned.put(member.memberId, new ArrayList<>());
      for (TopicPartition owned : EmbeddedMessages.owned(member.metadata)) {
        owners.putIfAbsent(owned, member.memberId);
      }
    }
    List<TopicPartition> all = new ArrayList<>();
    for (String name : topics) {
      KnownTopic topic = catalog.get(name);
      for (int p = 0; p < topic.partitions(); p++) {
        all.add(new TopicPartition(name, p));
      }
    }
    int share = Math.ceilDiv(all.size(), members.size());
    List<TopicPartition> open = new ArrayList<>();
    for (TopicPartition partition : all) {
      List<TopicPartition> owner = assigned.get(owners.getOrDefault(partition, ""));
      if (owner != null && owner.size() < share) {
        owner.add(partition);
      } else {
        open.add(partition);
      }
    }
    for (TopicPartition partition : open) {
      if (!cooperative || !owners.containsKey(partition)) {
        least(assigned).add(partition);
      }
    }
    return assigned;
  }

  private static List<TopicPartition> least(SortedMap<String, List<TopicPartition>> assigned) {
    List<TopicPartition> least = assigned.firstEntry().getValue();
    for (List<TopicPartition> each : assigned.values()) {
      if (each.size() < least.size()) {
        least = each;
      }
    }
    return least;
  }
}
