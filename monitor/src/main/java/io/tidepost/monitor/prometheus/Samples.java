package io.tidepost.monitor.prometheus;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.tidepost.broker.metric.Latencies;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Samples by metric, in the form of the Prometheus library. One thread.
final class Samples {

  private static final double[] QUANTILES = {0.5, 0.75, 0.95, 0.98, 0.99, 0.999};
  private static final double MILLIS_PER_SECOND = 1000;

  private final Map<Metric, List<CounterDataPointSnapshot>> counters = new EnumMap<>(Metric.class);
  private final Map<Metric, List<GaugeDataPointSnapshot>> gauges = new EnumMap<>(Metric.class);
  private final Map<Metric, List<SummaryDataPointSnapshot>> summaries = new EnumMap<>(Metric.class);

  /// @param values of the first labels that the metric has
  void add(Metric metric, double value, String... values) {
    Labels labels = labels(metric, values);
    if (metric.kind() == Metric.Kind.COUNTER) {
      counters
          .computeIfAbsent(metric, each -> new ArrayList<>())
          .add(new CounterDataPointSnapshot(value, labels, null, 0));
    } else {
      gauges
          .computeIfAbsent(metric, each -> new ArrayList<>())
          .add(new GaugeDataPointSnapshot(value, labels, null));
    }
  }

  /// In milliseconds, as Kafka has it.
  ///
  /// @param all since the start
  /// @param recent what quantiles are of
  void add(Metric metric, Latencies all, Latencies recent, String... values) {
    List<Quantile> quantiles = new ArrayList<>(QUANTILES.length);
    for (double quantile : QUANTILES) {
      double value =
          recent.count() == 0 ? Double.NaN : MILLIS_PER_SECOND * recent.quantileSeconds(quantile);
      quantiles.add(new Quantile(quantile, value));
    }
    summaries
        .computeIfAbsent(metric, each -> new ArrayList<>())
        .add(
            new SummaryDataPointSnapshot(
                all.count(),
                MILLIS_PER_SECOND * all.sumSeconds(),
                Quantiles.of(quantiles),
                labels(metric, values),
                null,
                0));
  }

  private static Labels labels(Metric metric, String... values) {
    if (values.length == 0) {
      return Labels.EMPTY;
    }
    String[] pairs = new String[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      pairs[2 * i] = metric.labels().get(i);
      pairs[2 * i + 1] = values[i];
    }
    return Labels.of(pairs);
  }

  /// Everything.
  List<MetricSnapshot> snapshots() {
    List<MetricSnapshot> result = new ArrayList<>();
    counters.forEach((metric, points) -> {
      CounterSnapshot.Builder builder =
          CounterSnapshot.builder().name(metric.base()).help(metric.help());
      points.forEach(builder::dataPoint);
      result.add(builder.build());
    });
    gauges.forEach((metric, points) -> {
      GaugeSnapshot.Builder builder =
          GaugeSnapshot.builder().name(metric.base()).help(metric.help());
      points.forEach(builder::dataPoint);
      result.add(builder.build());
    });
    summaries.forEach((metric, points) -> {
      SummarySnapshot.Builder builder =
          SummarySnapshot.builder().name(metric.base()).help(metric.help());
      points.forEach(builder::dataPoint);
      result.add(builder.build());
    });
    return result;
  }
}
