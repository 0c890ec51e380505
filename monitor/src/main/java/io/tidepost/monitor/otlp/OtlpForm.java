package io.tidepost.monitor.otlp;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.shaded.io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.AnyValue;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.InstrumentationScope;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.KeyValue;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Gauge;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Metric;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Sum;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Summary;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import org.apache.kafka.shaded.io.opentelemetry.proto.resource.v1.Resource;
import org.jspecify.annotations.Nullable;

/// Writes samples as OTLP, with the classes that kafka-clients has for it. Counters are cumulative
/// sums without `_total`, which receivers for Prometheus put back; labels are attributes.
final class OtlpForm {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Resource resource;
  private final long startNanos;
  private final int pointsMax;

  /// @param resource attributes of all of them
  /// @param startMillis since when is counted, wall clock
  /// @param pointsMax of one request; a single metric's stay together
  OtlpForm(Map<String, String> resource, long startMillis, int pointsMax) {
    Resource.Builder about = Resource.newBuilder();
    resource.forEach((name, value) -> about.addAttributes(attribute(name, value)));
    this.resource = about.build();
    this.startNanos = startMillis * NANOS_PER_MILLI;
    this.pointsMax = pointsMax;
  }

  /// All samples as requests.
  ///
  /// @param nowMillis when they were taken, wall clock
  List<ExportMetricsServiceRequest> requests(List<MetricSnapshot> samples, long nowMillis) {
    long now = nowMillis * NANOS_PER_MILLI;
    List<ExportMetricsServiceRequest> requests = new ArrayList<>();
    ScopeMetrics.Builder part = scope();
    int points = 0;
    for (MetricSnapshot sample : samples) {
      Metric metric = metric(sample, now);
      int more = sample.getDataPoints().size();
      if (metric == null || more == 0) {
        continue;
      }
      if (points > 0 && points + more > pointsMax) {
        requests.add(request(part));
        part = scope();
        points = 0;
      }
      part.addMetrics(metric);
      points += more;
    }
    if (points > 0) {
      requests.add(request(part));
    }
    return requests;
  }

  private static ScopeMetrics.Builder scope() {
    return ScopeMetrics.newBuilder()
        .setScope(InstrumentationScope.newBuilder().setName("io.tidepost"));
  }

  private ExportMetricsServiceRequest request(ScopeMetrics.Builder part) {
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder().setResource(resource).addScopeMetrics(part))
        .build();
  }

  /// @return `null` for kinds that neither the node nor its JVM has
  private @Nullable Metric metric(MetricSnapshot sample, long now) {
    String help = sample.getMetadata().getHelp();
    Metric.Builder metric =
        Metric.newBuilder()
            .setName(sample.getMetadata().getPrometheusName())
            .setDescription(help == null ? "" : help);
    return switch (sample) {
      case CounterSnapshot counter -> metric.setSum(sum(counter, now)).build();
      case GaugeSnapshot gauge -> metric.setGauge(gauge(gauge, now)).build();
      case SummarySnapshot summary -> metric.setSummary(summary(summary, now)).build();
      case InfoSnapshot info ->
          metric
              .setName(sample.getMetadata().getPrometheusName() + "_info")
              .setGauge(info(info, now))
              .build();
      default -> null;
    };
  }

  private Sum.Builder sum(CounterSnapshot counter, long now) {
    Sum.Builder sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    counter
        .getDataPoints()
        .forEach(point ->
            sum.addDataPoints(
                number(point.getLabels(), point.getValue(), now).setStartTimeUnixNano(startNanos)));
    return sum;
  }

  private static Gauge.Builder gauge(GaugeSnapshot gauge, long now) {
    Gauge.Builder all = Gauge.newBuilder();
    gauge
        .getDataPoints()
        .forEach(point -> all.addDataPoints(number(point.getLabels(), point.getValue(), now)));
    return all;
  }

  private static Gauge.Builder info(InfoSnapshot info, long now) {
    Gauge.Builder all = Gauge.newBuilder();
    info.getDataPoints().forEach(point -> all.addDataPoints(number(point.getLabels(), 1, now)));
    return all;
  }

  private Summary.Builder summary(SummarySnapshot summary, long now) {
    Summary.Builder all = Summary.newBuilder();
    for (SummarySnapshot.SummaryDataPointSnapshot point : summary.getDataPoints()) {
      SummaryDataPoint.Builder one =
          SummaryDataPoint.newBuilder()
              .setStartTimeUnixNano(startNanos)
              .setTimeUnixNano(now)
              .setCount(point.getCount())
              .setSum(point.getSum())
              .addAllAttributes(attributes(point.getLabels()));
      for (Quantile quantile : point.getQuantiles()) {
        if (!Double.isNaN(quantile.getValue())) {
          one.addQuantileValues(
              SummaryDataPoint.ValueAtQuantile.newBuilder()
                  .setQuantile(quantile.getQuantile())
                  .setValue(quantile.getValue()));
        }
      }
      all.addDataPoints(one);
    }
    return all;
  }

  private static NumberDataPoint.Builder number(Labels labels, double value, long now) {
    return NumberDataPoint.newBuilder()
        .setTimeUnixNano(now)
        .setAsDouble(value)
        .addAllAttributes(attributes(labels));
  }

  private static List<KeyValue> attributes(Labels labels) {
    List<KeyValue> all = new ArrayList<>(labels.size());
    for (Label label : labels) {
      all.add(attribute(label.getName(), label.getValue()));
    }
    return all;
  }

  private static KeyValue attribute(String name, String value) {
    return KeyValue.newBuilder()
        .setKey(name)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
