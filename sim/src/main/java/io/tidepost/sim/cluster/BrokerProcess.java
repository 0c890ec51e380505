package io.tidepost.sim.cluster;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.log.LogDirectory;
import io.tidepost.log.LogEnvironment;
import io.tidepost.log.LogEvents;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.replica.FetchPosition;
import io.tidepost.replica.FetchedRecords;
import io.tidepost.replica.FollowerEffects;
import io.tidepost.replica.FollowerFetch;
import io.tidepost.replica.IsrChange;
import io.tidepost.replica.KnownBroker;
import io.tidepost.replica.LeaderEffects;
import io.tidepost.replica.Leadership;
import io.tidepost.replica.PartitionFollower;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.replica.PartitionReplica;
import io.tidepost.replica.ReplicaRules;
import io.tidepost.sim.log.SimulationFailure;
import io.tidepost.sim.world.Trace;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One life of a broker's process, with one partition: does for its replica what the shell does.
final class BrokerProcess implements LeaderEffects, FollowerEffects {

  private static final TopicPartition NAME = new TopicPartition("topic", 0);
  private static final Uuid TOPIC_ID = new Uuid(7, 1);
  private static final Path DIRECTORY = Path.of("/data");
  private static final ReplicaRules RULES = new ReplicaRules(2_000, 400);
  private static final long FETCH_TIMEOUT_MILLIS = 400;

  private final BrokerNode node;
  private final ClusterSimulation cluster;
  private final Trace trace;
  private final LogEvents events;
  private final LogDirectory directory;
  private @Nullable PartitionLog log;
  private @Nullable PartitionReplica replica;
  private int leaderId = -1;
  private int fetchNumber;
  private boolean fetching;
  private boolean unflushed;
  private boolean unsynced;
  private boolean syncing;

  BrokerProcess(BrokerNode node, Trace trace) throws IOException {
    this.node = node;
    this.cluster = node.cluster();
    this.trace = trace;
    this.events = new TracedEvents("broker " + node.id(), trace);
    if (!node.disk().exists(DIRECTORY)) {
      // Whoever set the machine up saw to that.
      node.disk().createDirectories(DIRECTORY);
      node.disk().syncDirectory(Path.of("/"));
    }
    this.directory = LogDirectory.open(node.disk(), DIRECTORY, events);
  }

  /// Opens or creates the log; the role comes with the metadata.
  void open() {
    LogEnvironment environment =
        new LogEnvironment(node.disk(), node.random(), this::defer, events, 86_400_000);
    try {
      log =
          directory.partitions().contains(NAME)
              ? directory.openLog(environment, NAME, cluster.plan().config(), cluster.wallMillis())
              : directory.createLog(
                  environment, NAME, TOPIC_ID, cluster.plan().config(), cluster.wallMillis());
    } catch (IOException e) {
      throw new IllegalStateException("opening failed", e);
    }
    settle(log.firstUnsyncedDamage());
  }

  /// What a power loss left of unsynced writes goes before anything else happens.
  private void settle(long torn) {
    if (torn >= 0 && !log().canTruncate()) {
      node.later(1, () -> settle(torn));
      return;
    }
    if (torn >= 0) {
      try {
        log().truncateTo(torn, cluster.wallMillis());
      } catch (IOException e) {
        throw new IllegalStateException("a truncation failed", e);
      }
    }
    node.later(100, this::tick);
    node.later(700, this::checkpoint);
    node.register();
  }

  PartitionLog log() {
    PartitionLog opened = log;
    if (opened == null) {
      throw new IllegalStateException("not open");
    }
    return opened;
  }

  @Nullable PartitionReplica replica() {
    return replica;
  }

  @Nullable PartitionLeader leader() {
    return replica instanceof PartitionLeader leader ? leader : null;
  }

  private void tick() {
    PartitionLeader leader = leader();
    if (leader != null) {
      leader.expire(monotonicMillis());
      if (leader.inSync() != null) {
        leader.inSync().check(monotonicMillis());
      }
    }
    node.later(100, this::tick);
  }

  // ---- roles

  void obey(ClusterImage image) {
    PartitionReplica before = replica;
    Leadership leadership = image.leadership();
    if (before != null && before.isPreparing()) {
      node.later(
          1,
          () -> {
            ClusterImage newest = node.image();
            if (newest != null) {
              obey(newest);
            }
          });
      return;
    }
    leaderId = image.leader();
    if (leaderId == node.id()) {
      if (before instanceof PartitionLeader leader && !leader.isStopped()) {
        leader.lead(leadership, monotonicMillis());
        return;
      }
      long highWatermark = stop(before);
      replica =
          new PartitionLeader(
              TOPIC_ID,
              log(),
              node.id(),
              leadership,
              cluster.plan().inSyncReplicasMin(),
              highWatermark,
              this);
      trace.add("broker " + node.id() + " leads in " + leadership.leaderEpoch());
    } else if (before instanceof PartitionFollower follower) {
      follower.follow(leadership.leaderEpoch());
    } else {
      long highWatermark = stop(before);
      replica =
          new PartitionFollower(TOPIC_ID, log(), leadership.leaderEpoch(), highWatermark, this);
    }
    PartitionReplica current = replica;
    if (current != null && current.needsSync()) {
      unsynced = true;
    }
    fetching = false;
    node.later(0, this::fetch);
  }

  private long stop(@Nullable PartitionReplica before) {
    if (before == null) {
      return directory.highWatermarks().getOrDefault(NAME, 0L);
    }
    before.stop();
    unflushed = false;
    return before.highWatermark();
  }

  // ---- following

  private void fetch() {
    if (fetching || leaderId < 0 || !(replica instanceof PartitionFollower follower)) {
      return;
    }
    FetchPosition asked = follower.position();
    if (asked == null) {
      return;
    }
    fetching = true;
    int number = ++fetchNumber;
    BrokerNode to = cluster.broker(leaderId);
    FollowerFetch fetch =
        new FollowerFetch(
            node.id(),
            node.brokerEpoch(),
            asked.leaderEpoch(),
            asked.offset(),
            asked.lastFetchedEpoch(),
            asked.logStartOffset());
    cluster
        .network()
        .send(
            node.id(),
            to.id(),
            fetch.toString(),
            () ->
                to.receive(
                    () -> to.fetch(fetch, answer -> back(to, follower, number, asked, answer))));
    node.later(
        FETCH_TIMEOUT_MILLIS,
        () -> {
          if (fetching && number == fetchNumber) {
            fetching = false;
            fetch();
          }
        });
  }

  private void back(
      BrokerNode from,
      PartitionFollower follower,
      int number,
      FetchPosition asked,
      FetchedRecords answer) {
    cluster
        .network()
        .send(
            from.id(),
            node.id(),
            "fetched %s %d bytes hw %d %s"
                .formatted(
                    answer.error(),
                    answer.records().remaining(),
                    answer.highWatermark(),
                    answer.diverging()),
            () ->
                node.receive(() -> {
                  if (node.isGone(this) || replica != follower) {
                    return;
                  }
                  if (number == fetchNumber) {
                    fetching = false;
                  }
                  FetchedRecords copy =
                      new FetchedRecords(
                          answer.error(),
                          answer.highWatermark(),
                          answer.logStartOffset(),
                          answer.diverging(),
                          answer.records().duplicate());
                  boolean wait = follower.fetched(asked, copy, cluster.wallMillis());
                  node.later(wait ? 50 : 0, this::fetch);
                }));
  }

  @Override
  public void taken(PartitionFollower follower, FetchedRecords records) {}

  @Override
  public void mayFetch(PartitionFollower follower) {
    node.later(0, this::fetch);
  }

  @Override
  public void needsSync(PartitionFollower follower) {
    unsynced = true;
  }

  @Override
  public void needsTruncation(PartitionFollower follower, long offset) {
    trace.add("broker " + node.id() + " cuts " + follower + " to " + offset);
    node.later(
        0,
        () -> {
          if (cluster.keeps(Rule.RECOVERY_POINT_BEFORE_TRUNCATION)) {
            checkpoint(Math.min(offset, log().syncedOffset()));
          }
          truncate(follower);
        });
  }

  private void truncate(PartitionFollower follower) {
    if (!log().canTruncate()) {
      node.later(1, () -> truncate(follower));
      return;
    }
    try {
      follower.truncate(cluster.wallMillis());
    } catch (IOException e) {
      throw new IllegalStateException("a truncation failed", e);
    }
  }

  @Override
  public void refused(PartitionFollower follower, String why) {
    throw new SimulationFailure("broker " + node.id() + " refuses: " + why);
  }

  @Override
  public void writeFailed(PartitionFollower follower, IOException failure) {
    throw new IllegalStateException("a write failed", failure);
  }

  // ---- leading

  @Override
  public void needsFlush(PartitionLeader leader) {
    unflushed = true;
  }

  @Override
  public void needsSync(PartitionLeader leader) {
    unsynced = true;
  }

  @Override
  public void changeIsr(PartitionLeader leader, IsrChange change) {
    trace.add("broker " + node.id() + " wants " + change);
    if (!cluster.keeps(Rule.CHANGES_THROUGH_CONTROLLER)) {
      Leadership now = leader.inSync() == null ? null : leader.inSync().leadership();
      if (now != null && change.isr().size() < now.isr().size()) {
        answered(
            leader,
            change,
            ErrorCode.NONE,
            new Leadership(
                now.leaderEpoch(), now.partitionEpoch() + 1, now.replicas(), change.ids()));
        return;
      }
    }
    cluster
        .network()
        .send(
            node.id(),
            ModelController.ID,
            "alter " + change,
            () ->
                cluster
                    .controller()
                    .alterPartition(
                        node.id(),
                        node.brokerEpoch(),
                        change,
                        (error, decided) ->
                            cluster
                                .network()
                                .send(
                                    ModelController.ID,
                                    node.id(),
                                    "altered " + error + " " + decided,
                                    () ->
                                        node.receive(
                                            () -> answered(leader, change, error, decided)))));
    // No answer is an answer too.
    node.later(300, () -> answered(leader, change, ErrorCode.REQUEST_TIMED_OUT, null));
  }

  private void answered(
      PartitionLeader leader, IsrChange change, ErrorCode error, @Nullable Leadership decided) {
    if (!node.isGone(this) && leader == replica && leader.inSync() != null) {
      leader.inSync().answered(change, error, decided, monotonicMillis());
    }
  }

  @Override
  public void recordsForFollowers(PartitionLeader leader, long bytes) {
    node.wakeFetches();
  }

  @Override
  public @Nullable KnownBroker broker(int brokerId) {
    ClusterImage image = node.image();
    ClusterImage.Registration known = image == null ? null : image.brokers().get(brokerId);
    return known == null ? null : new KnownBroker(known.epoch(), known.fenced(), false, null);
  }

  @Override
  public long brokerEpoch() {
    return node.brokerEpoch();
  }

  @Override
  public ReplicaRules rules() {
    return RULES;
  }

  @Override
  public long monotonicMillis() {
    return node.monotonicMillis();
  }

  @Override
  public void writeFailed(PartitionLeader leader, IOException failure) {
    throw new IllegalStateException("a write failed", failure);
  }

  // ---- disk

  /// What came in one turn is written, and the disk begins to sync.
  void endTurn() {
    PartitionReplica now = replica;
    if (unflushed && now instanceof PartitionLeader leader) {
      unflushed = false;
      leader.flush(cluster.wallMillis());
    }
    if (unsynced && !syncing && now != null) {
      LogWork work = log().beginSync();
      unsynced = false;
      if (work != null) {
        syncing = true;
        node.later(
            node.random().nextInt(node.syncMillis() + 1),
            () ->
                work(
                    work,
                    () -> {
                      syncing = false;
                      synced();
                    }));
      }
    }
  }

  private void synced() {
    PartitionReplica now = replica;
    if (now != null) {
      now.synced();
      unsynced |= now.needsSync();
    }
  }

  /// The sync that an opened log begins with may take longer than it takes to get a role.
  private void defer(LogWork work) {
    boolean sync = work.kind() == LogWork.Kind.SYNC;
    node.later(node.random().nextInt(30), () -> work(work, sync ? this::synced : () -> {}));
  }

  @Override
  public void run(LogWork work, Runnable afterwards) {
    if (node.random().chance(50)) {
      work(work, afterwards);
    } else {
      node.later(node.random().nextInt(20), () -> work(work, afterwards));
    }
  }

  private void work(LogWork work, Runnable afterwards) {
    try {
      work.run();
    } catch (IOException e) {
      trace.add("broker %d: %s failed: %s".formatted(node.id(), work.kind(), e));
      work.failed(e);
      if (log().failure() != null) {
        throw new IllegalStateException("work failed", e);
      }
      afterwards.run();
      return;
    }
    node.later(
        node.random().nextInt(2),
        () -> {
          work.completed();
          afterwards.run();
        });
  }

  private void checkpoint() {
    checkpoint(log().syncedOffset());
    node.later(700, this::checkpoint);
  }

  private void checkpoint(long recoveryPoint) {
    PartitionReplica now = replica;
    try {
      directory.checkpoint(
          Map.of(NAME, recoveryPoint),
          Map.of(NAME, log().logStartOffset()),
          now == null ? directory.highWatermarks() : Map.of(NAME, now.highWatermark()));
    } catch (IOException e) {
      throw new IllegalStateException("a checkpoint failed", e);
    }
  }

  @Override
  public String toString() {
    PartitionReplica now = replica;
    PartitionLeader leader = leader();
    return leader != null
        ? "leads to %d/%d %s"
            .formatted(log().logEndOffset(), leader.highWatermark(), leader.inSync())
        : now == null ? "no role" : now.toString() + " fetching " + fetching;
  }
}
