package io.tidepost.broker.replication;

import io.tidepost.base.option.Options;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.option.QuotaOptions;
import io.tidepost.broker.option.ReplicationOptions;
import io.tidepost.broker.quota.ByteThrottle;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.Partitions;
import io.tidepost.broker.storage.ReplicaRole;
import io.tidepost.broker.storage.Replication;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.replica.IsrChange;
import io.tidepost.replica.KnownBroker;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.replica.ReplicaRules;
import io.tidepost.wire.ErrorCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// This broker's replicas among those of others: one fetcher per leader and event loop, wishes of
/// leaders to the controller, and a look at every leader's followers several times a second. Any
/// thread.
public final class ReplicationService implements Replication, AutoCloseable {

  /// A follower is looked at so many times in the bound for slow ones.
  private static final int LOOKS = 4;

  private static final long LOOK_MILLIS_MAX = 1_000;
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private record Way(int leaderId, int loop) {}

  private final BrokerContext context;
  private final NodeConnection.Shared connections;
  private final String listener;
  private final ReplicaRules rules;
  private final IsrRequests isrRequests;
  private final ByteThrottle atLeader;
  private final ByteThrottle atFollower;
  private final Map<Way, ReplicaFetcher> fetchers = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /// @param connections what connections to other brokers share
  /// @param listener at which brokers reach each other
  public ReplicationService(
      BrokerContext context, NodeConnection.Shared connections, String listener) {
    this.context = context;
    this.connections = connections;
    this.listener = listener;
    Options options = context.options().current();
    this.rules =
        new ReplicaRules(
            options.get(ReplicationOptions.REPLICA_LAG_TIME_MAX_MS),
            options.get(ReplicationOptions.TIDEPOST_REPLICA_ACK_LAG_MAX_MS));
    int windows = options.get(QuotaOptions.REPLICATION_QUOTA_WINDOW_NUM);
    long windowMillis =
        MILLIS_PER_SECOND * options.get(QuotaOptions.REPLICATION_QUOTA_WINDOW_SIZE_SECONDS);
    this.atLeader = new ByteThrottle(windows, windowMillis);
    this.atFollower = new ByteThrottle(windows, windowMillis);
    this.isrRequests =
        new IsrRequests(
            context.loops().get(0),
            () -> context.cluster().channel(),
            context::nodeId,
            context::brokerEpoch,
            context.metrics());
  }

  /// Starts to look after followers.
  public void start() {
    long pause = Math.max(1, Math.min(rules.ackLagMaxMillis() / LOOKS, LOOK_MILLIS_MAX));
    Loop loop = context.loops().get(0);
    loop.schedule(pause, () -> look(loop, pause));
  }

  private void look(Loop loop, long pause) {
    if (closed) {
      return;
    }
    for (HostedPartition partition : partitions().all()) {
      if (partition.isLed()
          && partition.role() instanceof ReplicaRole.Lead(var leadership)
          && leadership.replicas().size() > 1) {
        partition.loop().execute(() -> look(partition));
      }
    }
    loop.schedule(pause, () -> look(loop, pause));
  }

  private static void look(HostedPartition partition) {
    if (partition.replica() instanceof PartitionLeader leader
        && !leader.isStopped()
        && leader.inSync() != null) {
      leader.inSync().check(partition.monotonicMillis());
    }
  }

  // ---- what replicas need

  @Override
  public @Nullable KnownBroker broker(int brokerId) {
    Broker broker = context.image().brokers().get(brokerId);
    return broker == null
        ? null
        : new KnownBroker(
            broker.epoch(), broker.fenced(), broker.inControlledShutdown(), broker.rack());
  }

  @Override
  public int brokerId() {
    return context.nodeId();
  }

  @Override
  public long brokerEpoch() {
    return context.brokerEpoch();
  }

  @Override
  public ReplicaRules rules() {
    return rules;
  }

  @Override
  public void changeIsr(HostedPartition partition, IsrChange change) {
    isrRequests.add(partition, change);
  }

  @Override
  public void mayFetch(HostedPartition partition) {
    if (!closed
        && partition.role() instanceof ReplicaRole.Follow(int leaderId, int leaderEpoch)
        && leaderId >= 0) {
      int loop = partition.loop().index();
      fetchers
          .computeIfAbsent(
              new Way(leaderId, loop),
              way -> new ReplicaFetcher(this, leaderId, context.loops().get(loop)))
          .offer(partition);
    }
  }

  // ---- throttled replicas

  @Override
  public boolean holdsBackFollowers() {
    Long bound = options().find(QuotaOptions.LEADER_REPLICATION_THROTTLED_RATE);
    return bound != null && atLeader.pauseMillis(bound, monotonicMillis()) > 0;
  }

  @Override
  public void sentToFollower(long bytes) {
    atLeader.passed(bytes, monotonicMillis());
  }

  /// How long a partition that is followed here must not fetch, because it is throttled and not in
  /// sync.
  long pauseMillis(HostedPartition partition) {
    if (!isThrottled(partition) || isInSync(partition)) {
      return 0;
    }
    Long bound = options().find(QuotaOptions.FOLLOWER_REPLICATION_THROTTLED_RATE);
    return bound == null ? 0 : atFollower.pauseMillis(bound, monotonicMillis());
  }

  /// Records were fetched for a partition that is followed here.
  void fetched(HostedPartition partition, long bytes) {
    if (bytes > 0 && isThrottled(partition)) {
      atFollower.passed(bytes, monotonicMillis());
    }
  }

  private boolean isThrottled(HostedPartition partition) {
    return partition
        .settings()
        .throttledAtFollower()
        .contains(partition.topicPartition().partition(), brokerId());
  }

  private boolean isInSync(HostedPartition partition) {
    Topic topic = context.image().topics().byId(partition.topicId());
    Partition known =
        topic == null ? null : topic.partition(partition.topicPartition().partition());
    return known != null && known.isr().contains(brokerId());
  }

  private long monotonicMillis() {
    return context.clock().monotonicNanos() / NANOS_PER_MILLI;
  }

  // ---- what fetchers need

  Partitions partitions() {
    return context.partitions();
  }

  NodeConnection.Shared connections() {
    return connections;
  }

  /// Where a broker is reached, `null` when that is not known.
  @Nullable NodeAddress addressOf(int brokerId) {
    Broker broker = context.image().brokers().get(brokerId);
    Endpoint endpoint = broker == null ? null : broker.endpoint(listener);
    return endpoint == null ? null : new NodeAddress(brokerId, endpoint.host(), endpoint.port());
  }

  private Options options() {
    return context.options().current();
  }

  int waitMillisMax() {
    return options().get(ReplicationOptions.REPLICA_FETCH_WAIT_MAX_MS);
  }

  int bytesMin() {
    return options().get(ReplicationOptions.REPLICA_FETCH_MIN_BYTES);
  }

  int responseBytesMax() {
    return options().get(ReplicationOptions.REPLICA_FETCH_RESPONSE_MAX_BYTES);
  }

  int partitionBytesMax() {
    return options().get(ReplicationOptions.REPLICA_FETCH_MAX_BYTES);
  }

  /// A leader that does not know yet that it leads, or a follower that does not know its leader
  /// yet, is a matter of milliseconds.
  long backoffMillis(ErrorCode error) {
    int full = options().get(ReplicationOptions.REPLICA_FETCH_BACKOFF_MS);
    return switch (error) {
      case NOT_LEADER_OR_FOLLOWER,
          UNKNOWN_LEADER_EPOCH,
          FENCED_LEADER_EPOCH,
          UNKNOWN_TOPIC_ID,
          UNKNOWN_TOPIC_OR_PARTITION ->
          Math.min(full, 20);
      default -> full;
    };
  }

  @Override
  public void close() {
    closed = true;
    fetchers.values().forEach(ReplicaFetcher::close);
  }
}
