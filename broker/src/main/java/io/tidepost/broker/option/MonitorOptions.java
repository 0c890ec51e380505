package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// What is told of the node to those who watch it: how much, and what counts as slow.
public final class MonitorOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Watching", Scope.READ_ONLY);

  /// Who may read metrics.
  public static final Option<Boolean> TIDEPOST_METRICS_LOGIN =
      GROUP
          .ofBoolean("tidepost.metrics.login", false)
          .says(
              "Whether `/metrics` is for users of the cluster only, who log in by HTTP's basic or"
                  + " bearer scheme or a certificate and may describe the cluster; else whoever"
                  + " reaches the port may read it.");

  /// Budget of topics.
  public static final Option<Integer> TIDEPOST_METRICS_TOPICS_MAX =
      GROUP
          .ofInt("tidepost.metrics.topics.max", 1_000)
          .atLeast(0)
          .clusterWide()
          .says(
              "Topics that `/metrics` tells of one by one; of more, the busiest since it was last"
                  + " asked, while the node's sums hold all of them.");

  /// Budget of partitions.
  public static final Option<Integer> TIDEPOST_METRICS_PARTITIONS_MAX =
      GROUP
          .ofInt("tidepost.metrics.partitions.max", 2_000)
          .atLeast(0)
          .clusterWide()
          .says(
              "Partitions that `/metrics` tells of one by one; of more, those in trouble and then"
                  + " the busiest since it was last asked.");

  /// Budget of groups' positions.
  public static final Option<Integer> TIDEPOST_METRICS_GROUP_PARTITIONS_MAX =
      GROUP
          .ofInt("tidepost.metrics.group.partitions.max", 10_000)
          .atLeast(0)
          .clusterWide()
          .says("Positions of groups in partitions that `/metrics` tells of, all groups together.");

  /// Budget of what clients pushed.
  public static final Option<Integer> TIDEPOST_METRICS_CLIENT_SERIES_MAX =
      GROUP
          .ofInt("tidepost.metrics.client.series.max", 10_000)
          .atLeast(0)
          .clusterWide()
          .says("Numbers pushed by clients that `/metrics` passes on.");

  /// What counts as slow.
  public static final Option<Integer> TIDEPOST_SLOW_REQUEST_MS =
      GROUP
          .ofInt("tidepost.slow.request.ms", 1_000)
          .atLeast(0)
          .clusterWide()
          .says(
              "From how long on a request is logged as slow, with where its time went, in"
                  + " milliseconds without the wait for records or members; 0 for never.");

  /// Whether there are MBeans.
  public static final Option<String> TIDEPOST_JMX_ENABLE =
      GROUP
          .ofString("tidepost.jmx.enable", "auto")
          .oneOf("auto", "true", "false")
          .says(
              "Whether the node's figures are MBeans under Kafka's names; `auto` when the JVM is"
                  + " started with remote JMX or with an agent in `TIDEPOST_JAVA_OPTS`.");

  /// How log lines look.
  public static final Option<String> TIDEPOST_LOG_FORMAT =
      GROUP
          .ofString("tidepost.log.format", "text")
          .oneOf("text", "json")
          .says("Format of the log on standard error: lines of `text`, or one `json` object each.");

  private MonitorOptions() {}
}
