package io.tidepost.broker.storage;

import io.tidepost.base.Clock;
import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.broker.net.Loop;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.replica.LeaderEffects;
import io.tidepost.replica.PartitionLeader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A partition that this broker leads and that accepts writes.
public final class HostedPartition implements LeaderEffects {

  private final TopicPartition topicPartition;
  private final Uuid topicId;
  private final PartitionLoop loop;
  private final IoPool pool;
  private final Clock clock;
  private final StorageDirectory directory;
  private final PartitionLeader leader;
  private volatile TopicSettings settings;
  private boolean dirty;

  HostedPartition(
      Uuid topicId,
      PartitionLoop loop,
      IoPool pool,
      Clock clock,
      StorageDirectory directory,
      PartitionLog log,
      int leaderEpoch,
      TopicSettings settings) {
    this.topicPartition = log.topicPartition();
    this.topicId = topicId;
    this.loop = loop;
    this.pool = pool;
    this.clock = clock;
    this.directory = directory;
    this.settings = settings;
    this.leader =
        new PartitionLeader(topicId, log, leaderEpoch, settings.inSyncReplicasMin(), this);
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

  /// The core; on [#loop] only.
  public PartitionLeader leader() {
    return leader;
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
    leader.inSyncReplicasMin(changed.inSyncReplicasMin());
    leader.log().updateConfig(changed.log());
    leader.synced();
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

  @Override
  public String toString() {
    return topicPartition.toString();
  }
}
