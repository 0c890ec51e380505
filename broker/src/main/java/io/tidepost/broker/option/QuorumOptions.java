package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// Metadata and its quorum: the log of the cluster's metadata and the nodes that vote on it.
public final class QuorumOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP =
      new OptionGroup("Metadata and its quorum", Scope.READ_ONLY);

  /// Voters as `id@host:port`, the same on all nodes.
  public static final Option<List<String>> CONTROLLER_QUORUM_VOTERS =
      GROUP
          .ofList("controller.quorum.voters", List.of())
          .says("Voters as `id@host:port`, the same on all nodes.");

  /// Addresses at which the quorum is found; a new node joins the cluster it finds there.
  public static final Option<List<String>> CONTROLLER_QUORUM_BOOTSTRAP_SERVERS =
      GROUP
          .ofList("controller.quorum.bootstrap.servers", List.of())
          .says(
              "Addresses at which the quorum is found; a new node joins the cluster it finds"
                  + " there.");

  /// Directory of the metadata log; the first of `log.dirs` when not given.
  public static final Option<String> METADATA_LOG_DIR =
      GROUP
          .ofString("metadata.log.dir", null)
          .says("Directory of the metadata log; the first of `log.dirs` when not given.");

  /// Bytes of metadata records after which a snapshot is taken.
  public static final Option<Long> METADATA_LOG_MAX_RECORD_BYTES_BETWEEN_SNAPSHOTS =
      GROUP
          .ofLong("metadata.log.max.record.bytes.between.snapshots", 20971520L)
          .atLeast(1)
          .says("Bytes of metadata records after which a snapshot is taken.");

  /// Longest time between two snapshots of the metadata in milliseconds; 0 has none.
  public static final Option<Long> METADATA_LOG_MAX_SNAPSHOT_INTERVAL_MS =
      GROUP
          .ofLong("metadata.log.max.snapshot.interval.ms", 3600000L)
          .atLeast(0)
          .says("Longest time between two snapshots of the metadata in milliseconds; 0 has none.");

  /// Size at which the metadata log starts a new segment, in bytes.
  public static final Option<Integer> METADATA_LOG_SEGMENT_BYTES =
      GROUP
          .ofInt("metadata.log.segment.bytes", 1073741824)
          .atLeast(8388608)
          .says("Size at which the metadata log starts a new segment, in bytes.");

  /// How long voters go without their leader before one of them stands for election, at most, in
  /// milliseconds.
  public static final Option<Integer> CONTROLLER_QUORUM_ELECTION_TIMEOUT_MS =
      GROUP
          .ofInt("controller.quorum.election.timeout.ms", 1000)
          .atLeast(0)
          .says(
              "How long voters go without their leader before one of them stands for election, at"
                  + " most, in milliseconds.");

  /// How long a voter waits for another's answer, in milliseconds.
  public static final Option<Integer> CONTROLLER_QUORUM_REQUEST_TIMEOUT_MS =
      GROUP
          .ofInt("controller.quorum.request.timeout.ms", 2000)
          .atLeast(0)
          .says("How long a voter waits for another's answer, in milliseconds.");

  public static final Option<Boolean> CONTROLLER_QUORUM_AUTO_JOIN_ENABLE =
      GROUP
          .ofBoolean("controller.quorum.auto.join.enable", false)
          .says("Whether a controller that does not vote joins the voters by itself (KIP-1186).");

  static {
    GROUP
        .ofLong("metadata.max.retention.ms", 604800000L)
        .noEffect(Reasons.SNAPSHOTS_BOUND_IT)
        .says("How long metadata segments and snapshots are kept, in milliseconds.");
    GROUP
        .ofLong("metadata.max.retention.bytes", 104857600L)
        .noEffect(Reasons.SNAPSHOTS_BOUND_IT)
        .says("Bytes of metadata segments and snapshots that are kept.");
    GROUP
        .ofLong("metadata.log.segment.ms", 604800000L)
        .noEffect(Reasons.SNAPSHOTS_BOUND_IT)
        .says("Age at which the metadata log starts a new segment, in milliseconds.");
    GROUP
        .ofInt("controller.quorum.election.backoff.max.ms", 1000)
        .atLeast(0)
        .noEffect(Reasons.RATIS)
        .says("The most a candidate waits before it tries again, in milliseconds.");
    GROUP
        .ofInt("controller.quorum.fetch.timeout.ms", 2000)
        .atLeast(0)
        .noEffect(Reasons.RATIS)
        .says(
            "How long a voter goes without a fetch from the leader before it stands for election,"
                + " in milliseconds.");
    GROUP
        .ofInt("controller.quorum.fetch.max.bytes", 1048576)
        .atLeast(1)
        .noEffect(Reasons.RATIS)
        .says("Most bytes of metadata in one fetch between voters.");
    GROUP
        .ofInt("controller.quorum.fetch.snapshot.max.bytes", 1048576)
        .atLeast(1)
        .noEffect(Reasons.RATIS)
        .says("Most bytes of a snapshot in one fetch between voters.");
    GROUP
        .ofInt("controller.quorum.retry.backoff.ms", 20)
        .atLeast(0)
        .noEffect(Reasons.RATIS)
        .says("Pause before a voter asks again, in milliseconds.");
    GROUP
        .ofInt("controller.quorum.append.linger.ms", 25)
        .atLeast(0)
        .noEffect(Reasons.RATIS)
        .says(
            "How long the leader gathers metadata records before it writes them, in milliseconds.");
    GROUP
        .ofInt("metadata.max.idle.interval.ms", 500)
        .atLeast(0)
        .noEffect(Reasons.RATIS)
        .says("How often an idle controller writes a no-op record, in milliseconds.");
    GROUP
        .ofInt("internal.metadata.log.segment.bytes", null)
        .internal()
        .noEffect(Reasons.NO_SUCH_PART)
        .says("Size of metadata segments below the usual bound, in bytes.");
    GROUP
        .ofInt("internal.metadata.max.batch.size.in.bytes", 8388608)
        .internal()
        .noEffect(Reasons.NO_SUCH_PART)
        .says("Largest batch of metadata records in bytes.");
    GROUP
        .ofLong("internal.metadata.delete.delay.millis", 60000L)
        .internal()
        .noEffect(Reasons.NO_SUCH_PART)
        .says("How long a deleted metadata file stays, in milliseconds.");
  }

  private QuorumOptions() {}
}
