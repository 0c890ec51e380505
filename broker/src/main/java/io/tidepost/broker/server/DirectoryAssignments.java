package io.tidepost.broker.server;

import io.tidepost.base.Uuid;
import io.tidepost.broker.Log;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.PartitionListener;
import io.tidepost.metadata.controller.AssignReplicasToDirs;
import io.tidepost.metadata.controller.AssignReplicasToDirs.Assignment;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells the controller in which log directory each replica of this broker is whenever that is not
/// what the metadata says (KIP-858): after a creation, a move, and a start on directories whose
/// content changed places. A directory that is missing later is then known to be missing.
///
/// Any thread.
final class DirectoryAssignments implements PartitionListener {

  private static final Log LOG = Log.of(DirectoryAssignments.class);

  /// What is opened at the same time is told together.
  private static final long GATHER_MILLIS = 200;

  private static final long AGAIN_MILLIS = 1000;

  private record Replica(Uuid topicId, int partition) {}

  private final BrokerContext context;
  private final Map<Replica, Uuid> untold = new LinkedHashMap<>();
  private boolean scheduled;

  DirectoryAssignments(BrokerContext context) {
    this.context = context;
  }

  @Override
  public synchronized void started(HostedPartition partition) {
    untold.put(replica(partition), partition.directory().id());
    schedule(GATHER_MILLIS);
  }

  @Override
  public synchronized void stopped(HostedPartition partition) {
    untold.remove(replica(partition));
  }

  @Override
  public void followed(HostedPartition partition) {
    started(partition);
  }

  @Override
  public void unfollowed(HostedPartition partition) {
    stopped(partition);
  }

  private static Replica replica(HostedPartition partition) {
    return new Replica(partition.topicId(), partition.topicPartition().partition());
  }

  private void schedule(long millis) {
    if (!scheduled && !untold.isEmpty()) {
      scheduled = true;
      context.loops().get(0).schedule(millis, this::tell);
    }
  }

  private void tell() {
    List<Assignment> news = news();
    if (news.isEmpty()) {
      waitAgain();
    } else {
      context
          .controller()
          .submit(
              new AssignReplicasToDirs(context.nodeId(), context.brokerEpoch(), news),
              (outcome, failure) -> answered(news, outcome, failure));
    }
  }

  private synchronized void waitAgain() {
    scheduled = false;
    schedule(AGAIN_MILLIS);
  }

  /// What the metadata has wrong. A partition that it does not have yet is looked at again.
  private synchronized List<Assignment> news() {
    MetadataImage image = context.image();
    List<Assignment> news = new ArrayList<>();
    untold
        .entrySet()
        .removeIf(entry -> {
          Replica replica = entry.getKey();
          Topic topic = image.topics().byId(replica.topicId);
          Partition partition = topic == null ? null : topic.partition(replica.partition);
          if (partition == null) {
            return false;
          }
          Uuid here = entry.getValue();
          boolean right =
              Partition.isReserved(here) || partition.directoryOf(context.nodeId()).equals(here);
          if (!right && news.size() < AssignReplicasToDirs.ASSIGNMENTS_MAX) {
            news.add(new Assignment(replica.topicId, replica.partition, here));
          }
          return right;
        });
    return news;
  }

  private synchronized void answered(
      List<Assignment> told,
      AssignReplicasToDirs.@Nullable Outcome outcome,
      @Nullable Failure failure) {
    Failure refused = outcome == null ? failure : outcome.failure();
    if (refused != null && refused.error() == ErrorCode.UNSUPPORTED_VERSION) {
      // The metadata has no place for it: the next start tells again.
      untold.clear();
    } else if (refused != null && refused.error() != ErrorCode.NOT_CONTROLLER) {
      LOG.warn(
          "the log directories of {} partitions could not be noted: {}",
          told.size(),
          refused.message());
    } else if (outcome != null) {
      for (int i = 0; i < told.size(); i++) {
        if (outcome.errors().get(i) != ErrorCode.NONE) {
          untold.remove(new Replica(told.get(i).topicId(), told.get(i).partition()));
        }
      }
    }
    scheduled = false;
    if (refused == null) {
      schedule(GATHER_MILLIS);
    } else {
      schedule(AGAIN_MILLIS);
    }
  }
}
