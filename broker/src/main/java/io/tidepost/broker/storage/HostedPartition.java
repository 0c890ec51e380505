package io.tidepost.broker.storage;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.broker.net.Loop;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.replica.LeaderEffects;
import io.tidepost.replica.PartitionLeader;
import java.io.IOException;

/// A partition that this broker leads and that accepts writes.
public final class HostedPartition implements LeaderEffects {

  private final TopicPartition topicPartition;
  private final Uuid topicId;
  private final OwnerLoop owner;
  private final StorageDirectory directory;
  private final PartitionLeader leader;
  private volatile TopicSettings settings;
  private boolean dirty;

  HostedPartition(
      Uuid topicId,
      OwnerLoop owner,
      StorageDirectory directory,
      PartitionLog log,
      int leaderEpoch,
      TopicSettings settings) {
    this.topicPartition = log.topicPartition();
    this.topicId = topicId;
    this.owner = owner;
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

  /// The owner loop; [#leader] is only touched on it.
  public Loop loop() {
    return owner.loop();
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
    owner.runWork(work, afterwards);
  }

  /// Milliseconds that never jump, for deadlines of appends. Any thread.
  public long deadlineIn(long millis) {
    return owner.deadlineIn(millis);
  }

  boolean isDirty() {
    return dirty;
  }

  void dirty(boolean value) {
    dirty = value;
  }

  @Override
  public void needsFlush(PartitionLeader flushed) {
    owner.needsFlush(this);
  }

  @Override
  public void needsSync(PartitionLeader synced) {
    owner.needsSync(this);
  }

  @Override
  public void writeFailed(PartitionLeader failed, IOException failure) {
    directory.writeFailed(topicPartition, failure);
  }

  @Override
  public String toString() {
    return topicPartition.toString();
  }
}
