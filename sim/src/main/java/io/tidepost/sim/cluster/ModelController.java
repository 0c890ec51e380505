package io.tidepost.sim.cluster;

import io.tidepost.replica.IsrChange;
import io.tidepost.replica.Leadership;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A controller that never fails, for one partition: registers brokers, fences those it hears
/// nothing of, decides about in-sync replicas and elects leaders.
final class ModelController {

  static final int ID = 0;

  private static final long SESSION_MILLIS = 900;

  private static final class Broker {
    long epoch;
    boolean fenced = true;
    long heardMillis;
  }

  private final EventQueue events;
  private final SeededRandomness random;
  private final Set<Rule> off;
  private final int inSyncReplicasMin;
  private final List<Integer> replicas;
  private final Consumer<ClusterImage> publisher;
  private final Map<Integer, Broker> brokers = new TreeMap<>();
  private List<Integer> isr;
  private List<Integer> eligible = List.of();
  private int leader = -1;
  private int leaderEpoch;
  private int partitionEpoch;
  private long version;
  private long nextEpoch = 1;

  ModelController(
      EventQueue events,
      SeededRandomness random,
      EnumSet<Rule> off,
      int inSyncReplicasMin,
      List<Integer> replicas,
      Consumer<ClusterImage> publisher) {
    this.events = events;
    this.random = random;
    this.off = off;
    this.inSyncReplicasMin = inSyncReplicasMin;
    this.replicas = replicas;
    this.isr = replicas;
    this.publisher = publisher;
  }

  void start() {
    events.after(100, this::tick);
  }

  private void tick() {
    brokers.forEach((id, broker) -> {
      if (!broker.fenced && events.now() - broker.heardMillis > SESSION_MILLIS) {
        fence(id, broker);
      }
    });
    events.after(100, this::tick);
  }

  ClusterImage image() {
    Map<Integer, ClusterImage.Registration> known = new TreeMap<>();
    brokers.forEach(
        (id, broker) -> known.put(id, new ClusterImage.Registration(broker.epoch, broker.fenced)));
    return new ClusterImage(version, known, leader, leadership(), eligible);
  }

  private Leadership leadership() {
    return new Leadership(leaderEpoch, partitionEpoch, replicas, isr);
  }

  private void publish() {
    version++;
    publisher.accept(image());
  }

  // ---- brokers

  /// @param reply gets its broker epoch
  void register(int id, Consumer<Long> reply) {
    Broker known = brokers.get(id);
    if (known != null && !known.fenced) {
      fence(id, known);
    }
    Broker broker = new Broker();
    broker.epoch = nextEpoch++;
    broker.heardMillis = events.now();
    brokers.put(id, broker);
    publish();
    reply.accept(broker.epoch);
  }

  /// @param seen version of the image the broker has
  /// @param reply gets an error
  void heartbeat(int id, long epoch, long seen, Consumer<ErrorCode> reply) {
    Broker broker = brokers.get(id);
    if (broker == null || broker.epoch != epoch) {
      reply.accept(ErrorCode.STALE_BROKER_EPOCH);
      return;
    }
    broker.heardMillis = events.now();
    if (broker.fenced && seen >= version) {
      broker.fenced = false;
      elect();
      publish();
    }
    reply.accept(ErrorCode.NONE);
  }

  private void fence(int id, Broker broker) {
    broker.fenced = true;
    if (isr.contains(id)) {
      change(without(isr, id), id == leader ? -1 : leader);
    } else if (leader == id) {
      change(isr, -1);
    }
    elect();
    publish();
  }

  private boolean isAlive(int id) {
    Broker broker = brokers.get(id);
    return broker != null && !broker.fenced;
  }

  // ---- elections

  private void elect() {
    if (leader >= 0) {
      return;
    }
    for (int id : replicas) {
      if (isAlive(id) && isr.contains(id)) {
        change(isr, id);
        return;
      }
    }
    for (int id : replicas) {
      if (isAlive(id) && (eligible.contains(id) || off.contains(Rule.CLEAN_ELECTION))) {
        change(List.of(id), id);
        return;
      }
    }
  }

  /// Moves the leadership to another replica in sync.
  void moveLeader() {
    List<Integer> others = new ArrayList<>();
    for (int id : isr) {
      if (id != leader && isAlive(id)) {
        others.add(id);
      }
    }
    if (leader >= 0 && !others.isEmpty()) {
      change(isr, others.get(random.nextInt(others.size())));
      publish();
    }
  }

  private void change(List<Integer> newIsr, int newLeader) {
    Set<Integer> remembered = new LinkedHashSet<>();
    if (newIsr.size() < inSyncReplicasMin && !off.contains(Rule.ELIGIBLE_REPLICAS)) {
      remembered.addAll(eligible);
      remembered.addAll(isr);
      newIsr.forEach(remembered::remove);
    }
    if (off.contains(Rule.ELIGIBLE_REPLICAS) && newIsr.isEmpty()) {
      // Nobody remembers who was in sync, so whoever comes is taken.
      remembered.addAll(replicas);
    }
    eligible = List.copyOf(remembered);
    isr = List.copyOf(newIsr);
    partitionEpoch++;
    if (newLeader != leader) {
      leader = newLeader;
      leaderEpoch++;
    }
  }

  private static List<Integer> without(List<Integer> ids, int id) {
    return ids.stream().filter(other -> other != id).toList();
  }

  // ---- in-sync replicas

  void alterPartition(
      int sender, long epoch, IsrChange wanted, BiConsumer<ErrorCode, @Nullable Leadership> reply) {
    ErrorCode refused = refusal(sender, epoch, wanted);
    if (refused != ErrorCode.NONE) {
      reply.accept(refused, null);
      return;
    }
    change(wanted.ids(), leader);
    publish();
    reply.accept(ErrorCode.NONE, leadership());
  }

  private ErrorCode refusal(int sender, long epoch, IsrChange wanted) {
    Broker broker = brokers.get(sender);
    if (broker == null || broker.epoch != epoch) {
      return ErrorCode.STALE_BROKER_EPOCH;
    }
    if (!off.contains(Rule.LEADER_EPOCH_OF_CHANGES)
        && (leader != sender || wanted.leaderEpoch() != leaderEpoch)) {
      return wanted.leaderEpoch() > leaderEpoch
          ? ErrorCode.NOT_CONTROLLER
          : ErrorCode.FENCED_LEADER_EPOCH;
    }
    if (!off.contains(Rule.PARTITION_EPOCH) && wanted.partitionEpoch() != partitionEpoch) {
      return ErrorCode.INVALID_UPDATE_VERSION;
    }
    for (IsrChange.Member member : wanted.isr()) {
      Broker other = brokers.get(member.brokerId());
      boolean fits =
          other != null
              && !other.fenced
              && (member.brokerEpoch() < 0 || member.brokerEpoch() == other.epoch);
      if (!fits && !off.contains(Rule.MEMBER_EPOCH)) {
        return ErrorCode.INELIGIBLE_REPLICA;
      }
    }
    return ErrorCode.NONE;
  }

  @Override
  public String toString() {
    return image().toString();
  }
}
