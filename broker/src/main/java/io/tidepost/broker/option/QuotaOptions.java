package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// Quotas: how rates are measured when clients are limited.
public final class QuotaOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Quotas", Scope.READ_ONLY);

  /// Windows kept for client quotas.
  public static final Option<Integer> QUOTA_WINDOW_NUM =
      GROUP.ofInt("quota.window.num", 11).atLeast(1).says("Windows kept for client quotas.");

  /// Length of each window for client quotas, in seconds.
  public static final Option<Integer> QUOTA_WINDOW_SIZE_SECONDS =
      GROUP
          .ofInt("quota.window.size.seconds", 1)
          .atLeast(1)
          .says("Length of each window for client quotas, in seconds.");

  /// Windows kept for controller mutation quotas.
  public static final Option<Integer> CONTROLLER_QUOTA_WINDOW_NUM =
      GROUP
          .ofInt("controller.quota.window.num", 11)
          .atLeast(1)
          .says("Windows kept for controller mutation quotas.");

  /// Length of each window for controller mutation quotas, in seconds.
  public static final Option<Integer> CONTROLLER_QUOTA_WINDOW_SIZE_SECONDS =
      GROUP
          .ofInt("controller.quota.window.size.seconds", 1)
          .atLeast(1)
          .says("Length of each window for controller mutation quotas, in seconds.");

  /// Class that decides client quotas.
  public static final Option<String> CLIENT_QUOTA_CALLBACK_CLASS =
      GROUP.ofClass("client.quota.callback.class", null).says("Class that decides client quotas.");

  /// Windows kept for replication quotas.
  public static final Option<Integer> REPLICATION_QUOTA_WINDOW_NUM =
      GROUP
          .ofInt("replication.quota.window.num", 11)
          .atLeast(1)
          .says("Windows kept for replication quotas.");

  /// Length of each window for replication quotas, in seconds.
  public static final Option<Integer> REPLICATION_QUOTA_WINDOW_SIZE_SECONDS =
      GROUP
          .ofInt("replication.quota.window.size.seconds", 1)
          .atLeast(1)
          .says("Length of each window for replication quotas, in seconds.");

  /// Windows kept for moves between directories.
  public static final Option<Integer> ALTER_LOG_DIRS_REPLICATION_QUOTA_WINDOW_NUM =
      GROUP
          .ofInt("alter.log.dirs.replication.quota.window.num", 11)
          .atLeast(1)
          .says("Windows kept for moves between directories.");

  /// Length of each window for moves between directories, in seconds.
  public static final Option<Integer> ALTER_LOG_DIRS_REPLICATION_QUOTA_WINDOW_SIZE_SECONDS =
      GROUP
          .ofInt("alter.log.dirs.replication.quota.window.size.seconds", 1)
          .atLeast(1)
          .says("Length of each window for moves between directories, in seconds.");

  /// Bytes per second that leaders send to throttled replicas.
  public static final Option<Long> LEADER_REPLICATION_THROTTLED_RATE =
      GROUP
          .ofLong("leader.replication.throttled.rate", null)
          .internal()
          .atLeast(0)
          .clusterWide()
          .says(
              "Bytes per second that leaders send to throttled replicas"
                  + " (`leader.replication.throttled.replicas` of their topics) that are not in"
                  + " sync; no bound when not set.");

  /// Bytes per second that followers fetch for throttled replicas.
  public static final Option<Long> FOLLOWER_REPLICATION_THROTTLED_RATE =
      GROUP
          .ofLong("follower.replication.throttled.rate", null)
          .internal()
          .atLeast(0)
          .clusterWide()
          .says(
              "Bytes per second that followers fetch for throttled replicas"
                  + " (`follower.replication.throttled.replicas` of their topics) that are not in"
                  + " sync; no bound when not set.");

  /// Bytes per second for moves between directories.
  public static final Option<Long> REPLICA_ALTER_LOG_DIRS_IO_MAX_BYTES_PER_SECOND =
      GROUP
          .ofLong("replica.alter.log.dirs.io.max.bytes.per.second", null)
          .internal()
          .atLeast(0)
          .clusterWide()
          .says("Bytes per second for moves between directories; no bound when not set.");

  private QuotaOptions() {}
}
