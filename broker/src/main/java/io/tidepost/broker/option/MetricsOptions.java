package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// Metrics: how the node is watched.
public final class MetricsOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Metrics", Scope.READ_ONLY);

  static {
    GROUP
        .ofList("metric.reporters", List.of("org.apache.kafka.common.metrics.JmxReporter"))
        .where(new Check.Elements(List.of(), true))
        .noEffect(Reasons.NO_METRICS)
        .says("Classes that report metrics.");
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
