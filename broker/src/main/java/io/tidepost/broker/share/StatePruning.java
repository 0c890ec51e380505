package io.tidepost.broker.share;

import io.tidepost.base.Timers;
import io.tidepost.broker.Log;
import io.tidepost.broker.option.ShareGroupOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.PartitionListener;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.wire.ErrorCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Deletes what is superseded in `__share_group_state`, now and then: the topic is never compacted,
/// its snapshots make everything before them worthless.
public final class StatePruning implements PartitionListener {

  private static final Log LOG = Log.of(StatePruning.class);

  private final BrokerContext context;
  private final ShareCoordinators coordinators;
  private final Map<Integer, Timers.Timer> timers = new ConcurrentHashMap<>();

  public StatePruning(BrokerContext context, ShareCoordinators coordinators) {
    this.context = context;
    this.coordinators = coordinators;
  }

  @Override
  public void started(HostedPartition partition) {
    if (partition.topicPartition().topic().equals(ShareCoordinators.TOPIC)) {
      schedule(partition);
    }
  }

  @Override
  public void stopped(HostedPartition partition) {
    if (partition.topicPartition().topic().equals(ShareCoordinators.TOPIC)) {
      Timers.Timer timer = timers.remove(partition.topicPartition().partition());
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  private void schedule(HostedPartition partition) {
    int millis = context.options().get(ShareGroupOptions.STATE_TOPIC_PRUNE_INTERVAL_MS);
    timers.put(
        partition.topicPartition().partition(),
        partition.loop().schedule(millis, () -> look(partition)));
  }

  private void look(HostedPartition partition) {
    if (partition.leader().isStopped()) {
      return;
    }
    coordinators.prune(
        partition.topicPartition().partition(), new Reply<>(needed -> prune(partition, needed)));
    schedule(partition);
  }

  private void prune(HostedPartition partition, long neededOffset) {
    PartitionLeader leader = partition.leader();
    if (neededOffset <= leader.log().logStartOffset()) {
      return;
    }
    PartitionLeader.Deleted deleted =
        leader.deleteRecords(neededOffset, context.clock().wallMillis());
    if (deleted.error() != ErrorCode.NONE) {
      LOG.warn("{}: superseded records stay: {}", partition, deleted.error());
    }
  }
}
