package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.group.classic.ClassicGroup;
import io.tidepost.coordinator.group.classic.Migrant;
import io.tidepost.coordinator.group.classic.Migration;
import io.tidepost.wire.record.ConsumerProtocolSubscription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes a consumer group of a classic one when the first member of the consumer protocol joins
/// (KIP-848, online migration). The members keep what they have and their protocol.
final class Upgrade {

  /// What the leader of the classic group knew of the topics nobody knows: they may have grown
  /// since, so that an assignment is due.
  private static final long UNKNOWN_TOPICS = 0;

  static final String NOT_UNDERSTOOD = "the embedded consumer protocol is malformed.";

  private final GroupCoordinatorShard shard;
  private final ClassicGroup classic;
  private final ConsumerGroupSettings settings;
  private final TopicCatalog topics;

  Upgrade(GroupCoordinatorShard shard, ClassicGroup classic, ConsumerGroupSettings settings) {
    this.shard = shard;
    this.classic = classic;
    this.settings = settings;
    this.topics = shard.surroundings().topics();
  }

  /// Why it is not allowed; `null` when it is.
  @Nullable String refusal() {
    if (!settings.migration().allowsUpgrade()) {
      return "online upgrade is disabled.";
    }
    if (!classic.isConsumerGroup()) {
      return "the group does not use the consumer embedded protocol.";
    }
    return classic.size() > settings.sizeMax()
        ? "the group size exceeds the consumer group maximum size."
        : null;
  }

  /// The group as it comes over; `null` when its members cannot be understood.
  @Nullable Draft draft() {
    Draft draft = new Draft(new ConsumerGroup(classic.groupId()));
    shard.tombstones(classic.groupId()).forEach(draft::add);
    Map<String, SortedMap<Uuid, SortedSet<Integer>>> assigned = new LinkedHashMap<>();
    List<Migrant> migrants = Migration.migrants(classic);
    for (Migrant migrant : migrants) {
      Subscription subscription = subscription(migrant);
      SortedMap<Uuid, SortedSet<Integer>> partitions =
          EmbeddedProtocol.assignment(migrant.assignment(), topics);
      if (subscription == null || partitions == null) {
        return null;
      }
      draft.subscribe(migrant.memberId(), subscription);
      assigned.put(migrant.memberId(), partitions);
    }
    migrants.forEach(migrant -> addClaims(migrant, assigned));
    int generation = classic.generation();
    draft.epoch(generation, UNKNOWN_TOPICS);
    assigned.forEach(draft::target);
    draft.targetEpoch(generation, 0);
    assigned.forEach((memberId, partitions) ->
        draft.own(
            memberId,
            new Ownership(
                generation,
                generation,
                MemberState.STABLE,
                Partitions.atEpoch(partitions, generation),
                Partitions.EPOCHS_NONE)));
    return draft;
  }

  /// A cooperative member keeps what it has while its group rebalances, when nothing is assigned to
  /// it: it said so when it joined.
  private void addClaims(
      Migrant migrant, Map<String, SortedMap<Uuid, SortedSet<Integer>>> assigned) {
    ConsumerProtocolSubscription embedded = EmbeddedProtocol.subscription(migrant.subscription());
    SortedMap<Uuid, SortedSet<Integer>> own = assigned.get(migrant.memberId());
    if (embedded == null || own == null) {
      return;
    }
    EmbeddedProtocol.owned(embedded, topics)
        .forEach((topic, partitions) -> {
          for (int partition : partitions) {
            boolean isTaken =
                assigned.values().stream()
                    .anyMatch(
                        a -> a.getOrDefault(topic, Partitions.PARTITION_NONE).contains(partition));
            if (!isTaken) {
              own.computeIfAbsent(topic, t -> new TreeSet<>()).add(partition);
            }
          }
        });
  }

  private static @Nullable Subscription subscription(Migrant migrant) {
    ConsumerProtocolSubscription embedded = EmbeddedProtocol.subscription(migrant.subscription());
    if (embedded == null || migrant.protocols().isEmpty()) {
      return null;
    }
    return new Subscription(
        migrant.groupInstanceId(),
        embedded.rackId,
        migrant.clientId(),
        migrant.clientHost(),
        Subscription.names(embedded.topics),
        "",
        migrant.rebalanceTimeoutMillis(),
        null,
        new ClassicSide(
            migrant.sessionTimeoutMillis(),
            migrant.protocols().stream()
                .map(p -> new ClassicSide.Protocol(p.name(), p.metadata()))
                .toList()));
  }
}
