package io.tidepost.broker.storage;

import io.tidepost.base.Clock;
import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.broker.Log;
import io.tidepost.broker.metric.PartitionCounts;
import io.tidepost.broker.net.Loop;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.replica.FetchPosition;
import io.tidepost.replica.FetchedRecords;
import io.tidepost.replica.FollowerEffects;
import io.tidepost.replica.IsrChange;
import io.tidepost.replica.KnownBroker;
import io.tidepost.replica.LeaderEffects;
import io.tidepost.replica.Leadership;
import io.tidepost.replica.PartitionFollower;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.replica.PartitionReplica;
import io.tidepost.replica.RecordsWaiter;
import io.tidepost.replica.ReplicaRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A replica of a partition on this broker: its log, its loop, and its role, which changes with the
/// metadata while the log stays.
public final class HostedPartition implements LeaderEffects, FollowerEffects {

  private static final Log LOG = Log.of(HostedPartition.class);

  /// How long a role that has ended is waited for.
  private static final long PREPARING_MILLIS = 1;

  private final TopicPartition topicPartition;
  private final Uuid topicId;
  private final PartitionLoop loop;
  private final IoPool pool;
  private final Clock clock;
  private final StorageDirectory directory;
  private final PartitionLog log;
  private final Replication replication;
  private final PartitionCounts counts = new PartitionCounts();
  private final List<RecordsWaiter> followersWaiting = new ArrayList<>(0);
  private volatile TopicSettings settings;
  private volatile ReplicaRole role;
  private volatile boolean led;
  private @Nullable PartitionLeader leader;
  private PartitionReplica replica;
  private @Nullable Runnable givesBack;
  private boolean changing;
  private boolean dirty;

  /// @param highWatermark the highest that this broker remembers
  HostedPartition(
      Uuid topicId,
      PartitionLoop loop,
      IoPool pool,
      Clock clock,
      StorageDirectory directory,
      PartitionLog log,
      ReplicaRole role,
      long highWatermark,
      TopicSettings settings,
      Replication replication) {
    this.topicPartition = log.topicPartition();
    this.topicId = topicId;
    this.loop = loop;
    this.pool = pool;
    this.clock = clock;
    this.directory = directory;
    this.log = log;
    this.settings = settings;
    this.replication = replication;
    this.role = role;
    this.replica = replica(role, highWatermark);
  }

  private PartitionReplica replica(ReplicaRole newRole, long highWatermark) {
    return switch (newRole) {
      case ReplicaRole.Lead(Leadership leadership) -> {
        PartitionLeader leads =
            leadership.replicas().size() > 1
                ? new PartitionLeader(
                    topicId,
                    log,
                    replication.brokerId(),
                    leadership,
                    settings.inSyncReplicasMin(),
                    highWatermark,
                    this)
                : new PartitionLeader(
                    topicId, log, leadership.leaderEpoch(), settings.inSyncReplicasMin(), this);
        leader = leads;
        led = true;
        yield leads;
      }
      case ReplicaRole.Follow(int leaderId, int leaderEpoch) ->
          new PartitionFollower(topicId, log, leaderEpoch, highWatermark, this);
    };
  }

  public TopicPartition topicPartition() {
    return topicPartition;
  }

  public Uuid topicId() {
    return topicId;
  }

  /// Its loop; [#leader] is only touched on it. Whichever event loop has something to do for the
  /// partition first holds it for the rest of its turn.
  public Loop loop() {
    return loop;
  }

  /// The event loop it falls back to when nobody works on it.
  Loop home() {
    return loop.home();
  }

  /// Makes the partition the calling event loop's until the end of its turn, as if [#loop] ran the
  /// caller.
  ///
  /// @return whether it is; when not, ask [#loop] to run what is to be done
  public boolean enter() {
    return loop.enter();
  }

  /// The present leadership, or the last one, which takes and tells nothing any more; on [#loop]
  /// only.
  ///
  /// @throws IllegalStateException when this broker never led the partition: it must not have been
  ///   found as one that is led
  public PartitionLeader leader() {
    PartitionLeader last = leader;
    if (last == null) {
      throw new IllegalStateException(topicPartition + " was never led here");
    }
    return last;
  }

  /// The present role, or the last one while it changes; on [#loop] only.
  public PartitionReplica replica() {
    return replica;
  }

  /// Its log; on [#loop] only.
  public PartitionLog log() {
    return log;
  }

  /// What went in and out. Any thread.
  public PartitionCounts counts() {
    return counts;
  }

  /// Whether it is led here and accepts writes. Any thread.
  public boolean isLed() {
    return led;
  }

  /// What the metadata wants of it. Any thread.
  public ReplicaRole role() {
    return role;
  }

  // ---- roles

  /// Obeys newer metadata. On [#loop].
  ///
  /// @param listeners told when it begins or ceases to be led
  void take(ReplicaRole newRole, List<PartitionListener> listeners) {
    role = newRole;
    if (changing) {
      return;
    }
    switch (newRole) {
      case ReplicaRole.Lead(Leadership leadership) -> {
        if (replica instanceof PartitionLeader leads && !leads.isStopped()) {
          leads.lead(leadership, monotonicMillis());
        } else {
          change(listeners);
        }
      }
      case ReplicaRole.Follow(int leaderId, int leaderEpoch) -> {
        if (replica instanceof PartitionFollower follows && !follows.isStopped()) {
          follows.follow(leaderEpoch);
          replication.mayFetch(this);
        } else {
          change(listeners);
        }
      }
    }
  }

  private void change(List<PartitionListener> listeners) {
    stop(listeners);
    if (replica.isPreparing()) {
      changing = true;
      loop.schedule(
          PREPARING_MILLIS,
          () -> {
            changing = false;
            change(listeners);
          });
      return;
    }
    replica = replica(role, replica.highWatermark());
    begin(listeners);
  }

  /// The role has begun. On [#loop].
  void begin(List<PartitionListener> listeners) {
    if (replica.needsSync()) {
      needsSync();
    }
    if (led) {
      listeners.forEach(listener -> listener.started(this));
    } else {
      listeners.forEach(listener -> listener.followed(this));
      replication.mayFetch(this);
    }
  }

  /// Ends the role. On [#loop].
  void stop(List<PartitionListener> listeners) {
    boolean wasLed = led;
    led = false;
    replica.stop();
    wakeFollowers(Integer.MAX_VALUE);
    followersWaiting.clear();
    if (wasLed) {
      listeners.forEach(listener -> listener.stopped(this));
    } else {
      listeners.forEach(listener -> listener.unfollowed(this));
    }
  }

  /// The log directory that holds it.
  public StorageDirectory directory() {
    return directory;
  }

  /// What the topic's options mean here. Any thread.
  public TopicSettings settings() {
    return settings;
  }

  /// Obeys changed options of the topic. On [#loop].
  void apply(TopicSettings changed) {
    settings = changed;
    log.updateConfig(changed.log());
    PartitionLeader leads = leader;
    if (leads != null && !leads.isStopped()) {
      leads.inSyncReplicasMin(changed.inSyncReplicasMin());
    }
    replica.synced();
  }

  /// Runs deferred work of the log on the I/O pool, then `afterwards` on [#loop]. Any thread.
  public void runWork(LogWork work, Runnable afterwards) {
    runWork(pool, loop, work, afterwards);
  }

  /// Milliseconds that never jump, for deadlines of appends. Any thread.
  public long deadlineIn(long millis) {
    return OwnerLoop.monotonicMillis(clock) + millis;
  }

  /// Runs a log's deferred work on the I/O pool, and its completion back on the partition's loop.
  /// Any thread.
  static void runWork(IoPool pool, Loop loop, LogWork work, Runnable afterwards) {
    long delay = work.delayMillis();
    if (delay > 0) {
      loop.schedule(delay, () -> pool.execute(() -> runNow(loop, work, afterwards)));
    } else {
      pool.execute(() -> runNow(loop, work, afterwards));
    }
  }

  private static void runNow(Loop loop, LogWork work, Runnable afterwards) {
    try {
      work.run();
      loop.execute(() -> {
        work.completed();
        afterwards.run();
      });
    } catch (IOException e) {
      loop.execute(() -> {
        work.failed(e);
        afterwards.run();
      });
    }
  }

  boolean isDirty() {
    return dirty;
  }

  void dirty(boolean value) {
    dirty = value;
  }

  @Override
  public void needsFlush(PartitionLeader flushed) {
    loop.held().needsFlush(this);
  }

  @Override
  public void needsSync(PartitionLeader synced) {
    needsSync();
  }

  @Override
  public void needsSync(PartitionFollower synced) {
    needsSync();
  }

  /// Its log has something to be synced. On [#loop].
  void needsSync() {
    loop.held().needsSync(this);
  }

  @Override
  public void writeFailed(PartitionLeader failed, IOException failure) {
    directory.writeFailed(topicPartition, failure);
  }

  @Override
  public void run(LogWork work, Runnable afterwards) {
    runWork(work, afterwards);
  }

  @Override
  public @Nullable String refusal() {
    return directory.isFull() ? "the disk of log directory " + directory + " is full" : null;
  }

  // ---- leading others

  /// Tells `waiter` from now on when there are records that followers may fetch. On [#loop].
  public void addFollowersWaiter(RecordsWaiter waiter) {
    followersWaiting.add(waiter);
  }

  /// Tells it no more. On [#loop].
  public void removeFollowersWaiter(RecordsWaiter waiter) {
    followersWaiting.remove(waiter);
  }

  private void wakeFollowers(long bytes) {
    for (int i = followersWaiting.size() - 1; i >= 0; i--) {
      if (i < followersWaiting.size()) {
        followersWaiting.get(i).recordsAvailable(replica, bytes);
      }
    }
  }

  /// Whether a follower gets no records at present, because it is throttled and not in sync. On
  /// [#loop].
  public boolean holdsBack(int followerId) {
    PartitionLeader leads = leader;
    return isThrottledAtLeader()
        && leads != null
        && leads.inSync() != null
        && !leads.inSync().leadership().isr().contains(followerId)
        && replication.holdsBackFollowers();
  }

  private boolean isThrottledAtLeader() {
    return settings
        .throttledAtLeader()
        .contains(topicPartition.partition(), replication.brokerId());
  }

  /// A follower is sent records. Any thread.
  public void sendingToFollower(long bytes) {
    counts.fetchedByFollower(bytes);
    if (bytes > 0 && isThrottledAtLeader()) {
      replication.sentToFollower(bytes);
    }
  }

  @Override
  public void recordsForFollowers(PartitionLeader leads, long bytes) {
    wakeFollowers(bytes);
  }

  @Override
  public void changeIsr(PartitionLeader leads, IsrChange change) {
    LOG.info("{}: wants {} in sync, was {}", topicPartition, change.ids(), leads.inSync());
    replication.changeIsr(this, change);
  }

  @Override
  public @Nullable KnownBroker broker(int brokerId) {
    return replication.broker(brokerId);
  }

  @Override
  public long brokerEpoch() {
    return replication.brokerEpoch();
  }

  @Override
  public ReplicaRules rules() {
    return replication.rules();
  }

  @Override
  public long monotonicMillis() {
    return OwnerLoop.monotonicMillis(clock);
  }

  // ---- following

  /// The leader answered. On [#loop].
  ///
  /// @param giveBack called once when the records' bytes are free
  /// @return whether the leader should be asked again only after a while
  public boolean fetched(
      PartitionFollower follower, FetchPosition asked, FetchedRecords fetched, Runnable giveBack) {
    if (follower != replica || givesBack != null) {
      giveBack.run();
      return false;
    }
    givesBack = giveBack;
    counts.replicated(fetched.records().remaining());
    return follower.fetched(asked, fetched, clock.wallMillis());
  }

  @Override
  public void taken(PartitionFollower follower, FetchedRecords records) {
    Runnable giveBack = givesBack;
    givesBack = null;
    if (giveBack != null) {
      giveBack.run();
    }
  }

  @Override
  public void mayFetch(PartitionFollower follower) {
    replication.mayFetch(this);
  }

  @Override
  public void needsTruncation(PartitionFollower follower, long offset) {
    LOG.info("{}: is cut to offset {}, its leader has other records", topicPartition, offset);
    pool.execute(() -> {
      try {
        directory.lowerRecoveryPoint(topicPartition, offset);
        loop.execute(() -> truncate(follower));
      } catch (IOException e) {
        directory.writeFailed(topicPartition, e);
        loop.schedule(1000, () -> needsTruncation(follower, offset));
      }
    });
  }

  private void truncate(PartitionFollower follower) {
    if (follower.isStopped() || log.failure() != null) {
      return;
    }
    if (!log.canTruncate() || log.isSyncing()) {
      loop.schedule(PREPARING_MILLIS, () -> truncate(follower));
      return;
    }
    try {
      follower.truncate(clock.wallMillis());
      directory.truncated(topicPartition);
    } catch (IOException e) {
      if (log.failure() != null) {
        directory.failed(e);
        return;
      }
      directory.writeFailed(topicPartition, e);
      loop.schedule(1000, () -> truncate(follower));
    }
  }

  @Override
  public void refused(PartitionFollower follower, String why) {
    LOG.error("{}", why);
  }

  @Override
  public void writeFailed(PartitionFollower failed, IOException failure) {
    directory.writeFailed(topicPartition, failure);
  }

  @Override
  public String toString() {
    return topicPartition.toString();
  }
}
