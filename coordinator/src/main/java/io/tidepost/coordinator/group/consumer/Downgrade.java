package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupRecords;
import io.tidepost.coordinator.group.StoredGroup;
import io.tidepost.coordinator.group.StoredGroup.StoredMember;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes a classic group of a consumer group when only members of the classic protocol are left
/// (KIP-848, online migration).
final class Downgrade {

  private final GroupCoordinatorShard shard;
  private final ConsumerGroup before;

  Downgrade(GroupCoordinatorShard shard, ConsumerGroup before) {
    this.shard = shard;
    this.before = before;
  }

  /// Whether the group, as it will be, is to be a classic one.
  boolean isDue(ConsumerGroup left) {
    ConsumerGroupSettings settings = shard.surroundings().consumerSettings(before.groupId());
    return left.size() > 0
        && left.classicMembers().size() == left.size()
        && settings.migration().allowsDowngrade()
        && left.size() <= shard.options().sizeMax();
  }

  /// Removes the consumer group and writes the classic one.
  ///
  /// @param left the members that come over
  List<CoordinatorRecord> records(ConsumerGroup left, long nowMillis) {
    List<CoordinatorRecord> records = new ArrayList<>();
    before.addTombstones(records);
    records.add(GroupRecords.group(before.groupId(), stored(left, nowMillis)));
    return records;
  }

  private StoredGroup stored(ConsumerGroup left, long nowMillis) {
    List<ConsumerMember> members = left.classicMembers();
    String protocol = protocolOfAll(members);
    TopicCatalog topics = shard.surroundings().topics();
    List<StoredMember> stored = new ArrayList<>();
    for (ConsumerMember member : members) {
      ClassicSide classic = member.subscription().classic();
      if (classic != null) {
        byte[] metadata = metadata(classic, protocol);
        stored.add(
            new StoredMember(
                member.memberId(),
                member.instanceId(),
                member.subscription().clientId(),
                member.subscription().clientHost(),
                member.subscription().rebalanceTimeoutMillis(),
                classic.sessionTimeoutMillis(),
                metadata,
                EmbeddedProtocol.assignment(has(member.ownership()), metadata, topics)));
      }
    }
    String leader = stored.getFirst().memberId();
    return new StoredGroup("consumer", left.epoch(), protocol, leader, nowMillis, stored);
  }

  /// What a member works on, also what it has yet to give up: nobody else may have it until the
  /// members have shared out everything anew.
  private static SortedMap<Uuid, SortedSet<Integer>> has(Ownership ownership) {
    SortedMap<Uuid, SortedSet<Integer>> has = new TreeMap<>();
    for (var partitions : List.of(ownership.assigned(), ownership.pendingRevocation())) {
      partitions.forEach(
          (topic, of) -> has.computeIfAbsent(topic, t -> new TreeSet<>()).addAll(of.keySet()));
    }
    return has;
  }

  /// An assignor that all members speak: they could not have joined the group otherwise.
  private static String protocolOfAll(List<ConsumerMember> members) {
    ClassicSide first = members.getFirst().subscription().classic();
    if (first == null) {
      throw new IllegalStateException(members.getFirst() + " does not use the classic protocol");
    }
    return first.protocols().stream()
        .map(ClassicSide.Protocol::name)
        .filter(name -> members.stream().allMatch(m -> speaks(m, name)))
        .findFirst()
        .orElse(first.protocolName());
  }

  private static boolean speaks(ConsumerMember member, String protocol) {
    ClassicSide classic = member.subscription().classic();
    return classic != null && classic.speaks(protocol);
  }

  private static byte[] metadata(ClassicSide classic, String protocol) {
    return classic.protocols().stream()
        .filter(p -> p.name().equals(protocol))
        .findFirst()
        .orElse(classic.protocols().get(0))
        .metadata();
  }
}
