package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Options;
import io.tidepost.base.option.Scope;

/// Replication: how followers copy leaders.
public final class ReplicationOptions {

  /// The selectors that are built in.
  private static final String RACK_AWARE =
      "org.apache.kafka.common.replica.RackAwareReplicaSelector";

  private static final String LEADER = "org.apache.kafka.common.replica.LeaderSelector";

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Replication", Scope.READ_ONLY);

  public static final Option<Integer> REPLICA_FETCH_MAX_BYTES =
      GROUP
          .ofInt("replica.fetch.max.bytes", 1048576)
          .atLeast(0)
          .says("Bytes a follower asks for per partition.");

  public static final Option<Integer> REPLICA_FETCH_MIN_BYTES =
      GROUP.ofInt("replica.fetch.min.bytes", 1).says("Bytes a follower waits for.");

  public static final Option<Integer> REPLICA_FETCH_RESPONSE_MAX_BYTES =
      GROUP
          .ofInt("replica.fetch.response.max.bytes", 10485760)
          .atLeast(0)
          .says("Bytes a follower asks for per fetch.");

  public static final Option<Integer> REPLICA_FETCH_WAIT_MAX_MS =
      GROUP
          .ofInt("replica.fetch.wait.max.ms", 500)
          .says("How long a follower's fetch waits, in milliseconds.");

  public static final Option<Integer> REPLICA_FETCH_BACKOFF_MS =
      GROUP
          .ofInt("replica.fetch.backoff.ms", 1000)
          .atLeast(0)
          .says("Pause after a follower's failed fetch, in milliseconds.");

  public static final Option<Long> REPLICA_LAG_TIME_MAX_MS =
      GROUP
          .ofLong("replica.lag.time.max.ms", 30000L)
          .says(
              "How long a follower may lag before it leaves the in-sync replicas, in"
                  + " milliseconds.");

  public static final Option<String> REPLICA_SELECTOR_CLASS =
      GROUP
          .ofString("replica.selector.class", null)
          .says("Class that chooses which replica a consumer reads from.");

  public static final Option<Long> TIDEPOST_REPLICA_ACK_LAG_MAX_MS =
      GROUP
          .ofLong("tidepost.replica.ack.lag.max.ms", 1000L)
          .atLeast(1)
          .says(
              "How long one slow follower may hold acknowledgements back before it leaves the"
                  + " in-sync replicas, in milliseconds, if enough others stay for"
                  + " `min.insync.replicas` and, of three or more, at least two, whereas"
                  + " `replica.lag.time.max.ms` bounds the lag of any follower, however few stay.");

  public static final Option<Boolean> AUTO_LEADER_REBALANCE_ENABLE =
      GROUP
          .ofBoolean("auto.leader.rebalance.enable", true)
          .says("Whether leaders move back to preferred replicas by themselves.");

  public static final Option<Long> LEADER_IMBALANCE_CHECK_INTERVAL_SECONDS =
      GROUP
          .ofLong("leader.imbalance.check.interval.seconds", 300L)
          .atLeast(1)
          .says("How often that is looked at, in seconds.");

  static {
    GROUP
        .ofLong("replica.high.watermark.checkpoint.interval.ms", 5000L)
        .noEffect(Reasons.DERIVED)
        .says("How often high watermarks are written down, in milliseconds.");
    GROUP
        .ofInt("replica.socket.receive.buffer.bytes", 65536)
        .noEffect(Reasons.ONE_NODE)
        .says("`SO_RCVBUF` of a follower's connection in bytes.");
    GROUP
        .ofInt("replica.socket.timeout.ms", 30000)
        .noEffect(Reasons.ONE_NODE)
        .says("How long a follower's connection may stay silent, in milliseconds.");
    GROUP
        .ofInt("num.replica.fetchers", 1)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.ONE_NODE)
        .says("Threads that copy from each leader.");
    GROUP
        .ofBoolean("follower.fetch.last.tiered.offset.enable", false)
        .clusterWide()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Whether a new follower starts behind what is in remote storage.");
  }

  /// Whether the selector is one that is built in; others cannot be loaded.
  static boolean knowsSelector(Options options) {
    String name = options.find(REPLICA_SELECTOR_CLASS);
    return name == null || name.isEmpty() || name.equals(LEADER) || name.equals(RACK_AWARE);
  }

  /// Whether consumers are sent to a replica in their own rack (KIP-392).
  public static boolean selectsByRack(Options options) {
    return RACK_AWARE.equals(options.find(REPLICA_SELECTOR_CLASS));
  }

  private ReplicationOptions() {}
}
