package io.tidepost.broker.share.state;

import io.tidepost.broker.cluster.BrokerConnections;
import io.tidepost.broker.coordinator.HostedShards;
import io.tidepost.broker.coordinator.InternalTopic;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.share.ShareCoordinatorShard;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.coordinator.share.StateUpdate;
import io.tidepost.metadata.image.Partition;
import io.tidepost.wire.ErrorCode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The states of share partitions, wherever they are kept: here, when this broker leads the
/// partition of `__share_group_state`, else at the broker that does (API keys 83 to 87). A
/// coordinator that moves or loads is asked again for some seconds; after that whoever asked is
/// told so. Any thread; answers come on any loop.
public final class ShareStates {

  private static final int TRIES_MAX = 8;
  private static final long FIRST_RETRY_MILLIS = 25;

  private final BrokerContext context;
  private final HostedShards<ShareCoordinatorShard> shards;
  private volatile @Nullable RemoteStates remote;

  /// @param shards those of this broker
  public ShareStates(BrokerContext context, HostedShards<ShareCoordinatorShard> shards) {
    this.context = context;
    this.shards = shards;
  }

  /// Has a share partition be remembered.
  ///
  /// @param stateEpoch greater than the last one, or equal
  /// @param startOffset -1 when the group's reset strategy decides
  /// @param done gets FENCED_STATE_EPOCH when it was initialised at a greater epoch
  public void initialize(
      SharePartitionKey key, int stateEpoch, long startOffset, Consumer<ErrorCode> done) {
    ask(new InitializeCall(key, stateEpoch, startOffset, done));
  }

  /// Takes a share partition over: from now on older leaders are refused.
  public void read(SharePartitionKey key, int leaderEpoch, Consumer<LoadedState> done) {
    ask(new ReadCall(key, leaderEpoch, done));
  }

  /// Stores what became of records.
  ///
  /// @param stateEpoch the one that [#read] told
  public void write(
      SharePartitionKey key, int stateEpoch, StateUpdate update, Consumer<ErrorCode> done) {
    ask(new WriteCall(key, stateEpoch, update, done));
  }

  /// Forgets a share partition. It is no error when nothing is remembered.
  public void delete(SharePartitionKey key, Consumer<ErrorCode> done) {
    ask(new DeleteCall(key, done));
  }

  /// Looks where a share partition stands.
  public void summarize(SharePartitionKey key, Consumer<StateSummary> done) {
    ask(new SummaryCall(key, done));
  }

  private <R> void ask(StateCall<R> call) {
    InternalTopic topic = shards.topic();
    int partition = topic.partitionOf(call.key().coordinatorKey());
    Partition found = context.image().topics().partition(topic.name(), partition);
    BrokerConnections brokers = context.cluster().brokers();
    if (found == null || found.leader() == context.nodeId() || brokers == null) {
      shards.submit(call.command(answer -> answered(call, answer)));
    } else if (found.leader() < 0) {
      answered(call, call.refused(ErrorCode.COORDINATOR_NOT_AVAILABLE));
    } else {
      remote(brokers).ask(found.leader(), call, this::answered);
    }
  }

  private RemoteStates remote(BrokerConnections brokers) {
    RemoteStates known = remote;
    if (known == null) {
      synchronized (this) {
        known = remote;
        if (known == null) {
          known = new RemoteStates(brokers);
          remote = known;
        }
      }
    }
    return known;
  }

  private <R> void answered(StateCall<R> call, R answer) {
    if (passes(call.errorOf(answer))) {
      int tries = call.tryAgain();
      if (tries < TRIES_MAX) {
        context.loops().get(0).schedule(FIRST_RETRY_MILLIS << tries, () -> ask(call));
        return;
      }
    }
    call.finish(answer);
  }

  /// Whether it is worth asking the coordinator again.
  public static boolean passes(ErrorCode error) {
    return error == ErrorCode.NOT_COORDINATOR
        || error == ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
        || error == ErrorCode.COORDINATOR_NOT_AVAILABLE;
  }
}
