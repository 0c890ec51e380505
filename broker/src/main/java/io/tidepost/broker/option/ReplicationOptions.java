package io.tidepost.broker.option;

import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// Replication: how followers copy leaders.
public final class ReplicationOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Replication", Scope.READ_ONLY);

  static {
    GROUP
        .ofLong("replica.high.watermark.checkpoint.interval.ms", 5000L)
        .noEffect(Reasons.DERIVED)
        .says("How often high watermarks are written down, in milliseconds.");
    GROUP
        .ofInt("replica.fetch.max.bytes", 1048576)
        .atLeast(0)
        .noEffect(Reasons.ONE_NODE)
        .says("Bytes a follower asks for per partition.");
    GROUP
        .ofInt("replica.fetch.min.bytes", 1)
        .noEffect(Reasons.ONE_NODE)
        .says("Bytes a follower waits for.");
    GROUP
        .ofInt("replica.fetch.response.max.bytes", 10485760)
        .atLeast(0)
        .noEffect(Reasons.ONE_NODE)
        .says("Bytes a follower asks for per fetch.");
    GROUP
        .ofInt("replica.fetch.wait.max.ms", 500)
        .noEffect(Reasons.ONE_NODE)
        .says("How long a follower's fetch waits, in milliseconds.");
    GROUP
        .ofInt("replica.fetch.backoff.ms", 1000)
        .atLeast(0)
        .noEffect(Reasons.ONE_NODE)
        .says("Pause after a follower's failed fetch, in milliseconds.");
    GROUP
        .ofLong("replica.lag.time.max.ms", 30000L)
        .noEffect(Reasons.ONE_NODE)
        .says(
            "How long a follower may lag before it leaves the in-sync replicas, in milliseconds.");
    GROUP
        .ofInt("replica.socket.receive.buffer.bytes", 65536)
        .noEffect(Reasons.ONE_NODE)
        .says("`SO_RCVBUF` of a follower's connection in bytes.");
    GROUP
        .ofInt("replica.socket.timeout.ms", 30000)
        .noEffect(Reasons.ONE_NODE)
        .says("How long a follower's connection may stay silent, in milliseconds.");
    GROUP
        .ofString("replica.selector.class", null)
        .noEffect(Reasons.ONE_NODE)
        .says("Class that chooses which replica a consumer reads from.");
    GROUP
        .ofInt("num.replica.fetchers", 1)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.ONE_NODE)
        .says("Threads that copy from each leader.");
    GROUP
        .ofBoolean("auto.leader.rebalance.enable", true)
        .noEffect(Reasons.ONE_NODE)
        .says("Whether leaders move back to preferred replicas by themselves.");
    GROUP
        .ofLong("leader.imbalance.check.interval.seconds", 300L)
        .atLeast(1)
        .noEffect(Reasons.ONE_NODE)
        .says("How often that is looked at, in seconds.");
    GROUP
        .ofBoolean("follower.fetch.last.tiered.offset.enable", false)
        .clusterWide()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Whether a new follower starts behind what is in remote storage.");
  }

  private ReplicationOptions() {}
}
