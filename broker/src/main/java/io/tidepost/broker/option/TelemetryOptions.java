package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// Client metrics: what clients push, and where it can be read (KIP-714).
public final class TelemetryOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Client metrics", Scope.READ_ONLY);

  /// Largest push accepted, in bytes, compressed or not.
  public static final Option<Integer> TELEMETRY_MAX_BYTES =
      GROUP
          .ofInt("telemetry.max.bytes", 1048576)
          .atLeast(1)
          .says("Largest push of client metrics accepted, in bytes, compressed or not.");

  /// Whether clients are asked at all.
  public static final Option<Boolean> TIDEPOST_CLIENT_METRICS_ENABLE =
      GROUP
          .ofBoolean("tidepost.client.metrics.enable", true)
          .says("Whether clients are told that they may push metrics.");

  /// Whether what they push is written to a topic.
  public static final Option<Boolean> TIDEPOST_CLIENT_METRICS_TOPIC_ENABLE =
      GROUP
          .ofBoolean("tidepost.client.metrics.topic.enable", true)
          .says(
              "Whether what clients push is written to the topic `__tidepost_client_metrics`, which"
                  + " is made at the first push.");

  /// Numbers kept in memory.
  public static final Option<Integer> TIDEPOST_CLIENT_METRICS_SERIES_MAX =
      GROUP
          .ofInt("tidepost.client.metrics.series.max", 50_000)
          .atLeast(0)
          .says("Metrics of clients kept in memory; more are dropped.");

  /// Numbers of one client kept in memory.
  public static final Option<Integer> TIDEPOST_CLIENT_METRICS_SERIES_PER_CLIENT_MAX =
      GROUP
          .ofInt("tidepost.client.metrics.series.per.client.max", 2_000)
          .atLeast(0)
          .says("Metrics of one client kept in memory; more are dropped.");

  private TelemetryOptions() {}
}
