package io.tidepost.sim.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.record.RegisterBrokerRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks at what was committed: what must hold of each partition, from one unit to the next, and
/// which replicas have everything that was acknowledged.
///
/// Acknowledged is, for all that the metadata say, whatever a leader can acknowledge: as long as
/// there is one and enough replicas are in sync, a record is acknowledged the moment a unit is
/// committed, and exactly the in-sync replicas have it.
final class PartitionChecks {

  private record Key(Uuid topicId, int partition) {}

  private record Reign(Key partition, int leaderEpoch) {}

  /// A request of a leader for other in-sync replicas.
  private record Asked(Key partition, int partitionEpoch, int brokerId) {}

  private final Map<Reign, Integer> leaders = new HashMap<>();
  private final Map<Key, Set<Integer>> holders = new HashMap<>();
  private final Map<Asked, Set<Long>> seenEpochs = new HashMap<>();

  /// Broker epochs to be whose registration will tell that everything not synced was lost.
  private final Map<Uuid, Integer> lossyIncarnations = new HashMap<>();

  private final Set<Uuid> uncleanAllowed = new HashSet<>();

  /// Brokers that registered in the unit that is looked at.
  private final Set<Integer> started = new HashSet<>();

  int elections;
  int uncleanElections;
  int joined;
  int completedMoves;
  int emptyIsrs;

  /// A process of a broker came up after it lost what was not synced.
  void lost(int brokerId, Uuid incarnation) {
    lossyIncarnations.put(incarnation, brokerId);
  }

  /// A leader asks for a member of the in-sync replicas, of which it saw this epoch.
  void asked(Uuid topicId, int partition, int partitionEpoch, int brokerId, long brokerEpoch) {
    seenEpochs
        .computeIfAbsent(
            new Asked(new Key(topicId, partition), partitionEpoch, brokerId),
            key -> new HashSet<>())
        .add(brokerEpoch);
  }

  /// Somebody asked for unclean elections of this topic, or allowed them.
  void uncleanAllowed(Uuid topicId) {
    uncleanAllowed.add(topicId);
  }

  void check(MetadataImage before, MetadataImage after, Unit unit) {
    boolean hasElr = after.features().level(Features.ELR_VERSION) > 0;
    started.clear();
    for (var record : unit.records()) {
      if (record.message() instanceof RegisterBrokerRecord registered) {
        started.add(registered.brokerId);
        if (lossyIncarnations.remove(registered.incarnationId) != null && hasElr) {
          forget(registered.brokerId, after);
        }
      }
    }
    after.brokers().forEach((id, broker) -> broker(before.brokers().get(id), broker));
    after
        .topics()
        .forEach(topic -> {
          Topic old = before.topics().byId(topic.id());
          for (int number = 0; number < topic.partitions().size(); number++) {
            Partition was = old == null ? null : old.partition(number);
            Partition is = topic.partitions().get(number);
            if (was != is) {
              partition(after, topic, number, was, is, hasElr);
            }
          }
        });
    if (!before.configs().equals(after.configs())) {
      acknowledge(after);
    }
    fenced(after);
    before
        .topics()
        .forEach(topic -> {
          if (after.topics().byId(topic.id()) == null) {
            holders.keySet().removeIf(key -> key.topicId().equals(topic.id()));
          }
        });
  }

  /// Another minimum may let leaders acknowledge who could not before.
  private void acknowledge(MetadataImage image) {
    image
        .topics()
        .forEach(topic -> {
          for (int number = 0; number < topic.partitions().size(); number++) {
            Partition partition = topic.partitions().get(number);
            Set<Integer> all = holders.get(new Key(topic.id(), number));
            if (all != null && partition.leader() >= 0 && isEnough(image, topic, partition)) {
              all.retainAll(partition.isr());
            }
          }
        });
  }

  private void forget(int brokerId, MetadataImage image) {
    image
        .topics()
        .forEach(topic -> {
          if (!isSynced(image, topic)) {
            for (int number = 0; number < topic.partitions().size(); number++) {
              Set<Integer> all = holders.get(new Key(topic.id(), number));
              if (all != null) {
                all.remove(brokerId);
              }
            }
          }
        });
  }

  private static void broker(@Nullable Broker was, Broker is) {
    if (was != null && is.epoch() < was.epoch()) {
      throw new ControllerFailure("the epoch of broker " + is.id() + " falls to " + is.epoch());
    }
    if (was != null
        && was.epoch() == is.epoch()
        && !was.incarnationId().equals(is.incarnationId())) {
      throw new ControllerFailure("two processes have the epoch of broker " + is);
    }
  }

  /// No fenced broker leads, and none is in sync where anybody else could be (KIP-841).
  private static void fenced(MetadataImage image) {
    image
        .topics()
        .forEach(topic ->
            topic
                .partitions()
                .forEach(partition -> {
                  for (int id : partition.isr()) {
                    Broker broker = image.brokers().get(id);
                    boolean isGone = broker == null || broker.fenced();
                    if (isGone && (partition.leader() >= 0 || partition.isr().size() > 1)) {
                      throw new ControllerFailure(
                          "broker "
                              + id
                              + " is gone and in sync: "
                              + topic.name()
                              + " "
                              + partition);
                    }
                  }
                }));
  }

  private void partition(
      MetadataImage image,
      Topic topic,
      int number,
      @Nullable Partition was,
      Partition is,
      boolean hasElr) {
    var key = new Key(topic.id(), number);
    String what = topic.name() + "-" + number + " " + was + " becomes " + is;
    shape(is, hasElr, what);
    if (was != null) {
      epochs(was, is, what);
    }
    Integer other = leaders.putIfAbsent(new Reign(key, is.leaderEpoch()), is.leader());
    if (other != null && other != is.leader()) {
      throw new ControllerFailure("two leaders in one leader epoch: " + what);
    }
    if (was != null && is.partitionEpoch() != was.partitionEpoch()) {
      members(image, key, was, is, what);
      if (hasElr && !isEnough(image, topic, is)) {
        remembered(key, was, is, what);
      }
    }
    holders(image, topic, key, was, is, what);
    if (is.isr().isEmpty()) {
      emptyIsrs++;
    }
    if (was != null
        && !was.addingReplicas().isEmpty()
        && is.addingReplicas().isEmpty()
        && is.replicas().containsAll(was.addingReplicas())) {
      completedMoves++;
    }
  }

  private static void shape(Partition is, boolean hasElr, String what) {
    boolean isSound =
        !is.replicas().isEmpty()
            && Set.copyOf(is.replicas()).size() == is.replicas().size()
            && is.directories().size() == is.replicas().size()
            && Set.copyOf(is.isr()).size() == is.isr().size()
            && is.replicas().containsAll(is.isr())
            && is.replicas().containsAll(is.elr())
            && is.replicas().containsAll(is.addingReplicas())
            && is.replicas().containsAll(is.removingReplicas())
            && is.elr().stream().noneMatch(is.isr()::contains)
            && is.addingReplicas().stream().noneMatch(is.removingReplicas()::contains)
            && (is.leader() == Partition.NO_LEADER || is.isr().contains(is.leader()))
            && (!is.isr().isEmpty() || (hasElr && is.leader() == Partition.NO_LEADER))
            && (!is.isr().isEmpty() || !is.elr().isEmpty() || !is.lastKnownElr().isEmpty());
    if (!isSound) {
      throw new ControllerFailure("no such partition can be: " + what);
    }
  }

  private static void epochs(Partition was, Partition is, String what) {
    boolean isNewReign = is.leader() != was.leader();
    if (is.partitionEpoch() <= was.partitionEpoch()
        || is.leaderEpoch() < was.leaderEpoch()
        || (isNewReign && is.leaderEpoch() == was.leaderEpoch())) {
      throw new ControllerFailure("the epochs do not rise: " + what);
    }
  }

  /// Whoever joins was seen by the leader in the process that is registered now, and has what the
  /// leader has.
  private void members(MetadataImage image, Key key, Partition was, Partition is, String what) {
    for (int id : is.isr()) {
      Broker broker = image.brokers().get(id);
      boolean isUnclean = is.leaderRecoveryState() != 0 && is.isr().size() == 1;
      boolean isEligible = is.leader() == id && was.elr().contains(id);
      if (was.isr().contains(id) || isUnclean || isEligible || broker == null) {
        continue;
      }
      joined++;
      Set<Long> seen = seenEpochs.get(new Asked(key, was.partitionEpoch(), id));
      if (seen == null || !seen.contains(broker.epoch())) {
        throw new ControllerFailure(
            "broker " + id + " joins in a process that the leader did not see: " + what);
      }
      holders.computeIfAbsent(key, unknown -> new HashSet<>()).add(id);
    }
  }

  private void holders(
      MetadataImage image,
      Topic topic,
      Key key,
      @Nullable Partition was,
      Partition is,
      String what) {
    Set<Integer> all = holders.computeIfAbsent(key, unknown -> new HashSet<>(is.isr()));
    if (was != null && is.leader() >= 0 && is.leaderEpoch() != was.leaderEpoch()) {
      elections++;
      if (!all.contains(is.leader())) {
        boolean isAllowed =
            is.leaderRecoveryState() != 0
                && (was.lastKnownElr().contains(is.leader())
                    || uncleanAllowed.contains(topic.id()));
        if (!isAllowed) {
          throw new ControllerFailure(
              "a leader that lacks records, which " + all + " have: " + what);
        }
        uncleanElections++;
        all.clear();
      }
    }
    if (is.leader() >= 0) {
      all.addAll(is.isr());
      if (isEnough(image, topic, is)) {
        all.retainAll(is.isr());
      }
    }
  }

  /// Who was in sync, has everything and leaves while nothing can be acknowledged is eligible.
  private void remembered(Key key, Partition was, Partition is, String what) {
    Set<Integer> all = holders.getOrDefault(key, Set.of());
    for (int id : was.isr()) {
      boolean isForgotten =
          !is.isr().contains(id) && !is.elr().contains(id) && is.replicas().contains(id);
      if (isForgotten
          && all.contains(id)
          && !started.contains(id)
          && is.leaderRecoveryState() == 0) {
        throw new ControllerFailure("it is forgotten that " + id + " has everything: " + what);
      }
    }
  }

  private static boolean isEnough(MetadataImage image, Topic topic, Partition partition) {
    return partition.isr().size() >= Math.min(minInSync(image, topic), partition.replicas().size());
  }

  private static int minInSync(MetadataImage image, Topic topic) {
    String min = option(image, topic, "min.insync.replicas");
    return min == null ? 1 : Integer.parseInt(min);
  }

  static boolean isSynced(MetadataImage image, Topic topic) {
    return !"os".equals(option(image, topic, "tidepost.durability"));
  }

  private static @Nullable String option(MetadataImage image, Topic topic, String name) {
    Map<String, String> options =
        new LinkedHashMap<>(image.configs().of(ConfigResource.BROKER_DEFAULT));
    options.putAll(image.configs().of(ConfigResource.topic(topic.name())));
    return options.get(name);
  }

  /// Partitions that nobody leads although somebody who is eligible lives.
  static List<String> leaderless(MetadataImage image) {
    return image.topics().sorted().stream()
        .flatMap(topic ->
            topic.partitions().stream()
                .filter(p ->
                    p.leader() == Partition.NO_LEADER && !(p.isr().isEmpty() && p.elr().isEmpty()))
                .map(p -> topic.name() + " " + p))
        .toList();
  }
}
