package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// Metrics: how the node is watched.
public final class MetricsOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Metrics", Scope.READ_ONLY);

  /// Classes that receive metrics.
  public static final Option<List<String>> METRIC_REPORTERS =
      GROUP
          .ofList("metric.reporters", List.of("org.apache.kafka.common.metrics.JmxReporter"))
          .where(new Check.Elements(List.of(), true))
          .says(
              "Classes that report metrics; those that implement `ClientTelemetry` or"
                  + " `ClientTelemetryExporterProvider` get what clients push, and nobody gets the"
                  + " broker's own metrics.");

  static {
    GROUP
        .ofInt("metrics.num.samples", 2)
        .atLeast(1)
        .noEffect(Reasons.NO_METRICS)
        .says("Samples kept for a metric.");
    GROUP
        .ofString("metrics.recording.level", "INFO")
        .noEffect(Reasons.NO_METRICS)
        .says("Highest level of detail that is recorded.");
    GROUP
        .ofLong("metrics.sample.window.ms", 30000L)
        .atLeast(1)
        .noEffect(Reasons.NO_METRICS)
        .says("Time one sample covers, in milliseconds.");
    GROUP
        .ofList("kafka.metrics.reporters", List.of())
        .where(new Check.Elements(List.of(), true))
        .noEffect(Reasons.NO_METRICS)
        .says("Classes that report the server's own metrics.");
    GROUP
        .ofInt("kafka.metrics.polling.interval.secs", 10)
        .atLeast(1)
        .noEffect(Reasons.NO_METRICS)
        .says("How often such reporters are asked, in seconds.");
  }

  private MetricsOptions() {}
}
