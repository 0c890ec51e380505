package io.tidepost.broker.plugin;

import io.tidepost.broker.telemetry.Pushed;
import io.tidepost.broker.telemetry.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.AnyValue;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.KeyValue;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Metric;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.MetricsData;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.SummaryDataPoint;

/// Reads OTLP `MetricsData` with the classes that kafka-clients writes it with. Loaded at the first
/// push. Of histograms and summaries it takes the count and the sum.
public final class OtlpDecoder {

  private OtlpDecoder() {}

  /// @throws IOException when it is not such a message
  public static Pushed decode(ByteBuffer data) throws IOException {
    MetricsData metrics = MetricsData.parseFrom(data);
    SortedMap<String, String> labels = new TreeMap<>();
    List<Sample> samples = new ArrayList<>();
    for (ResourceMetrics resource : metrics.getResourceMetricsList()) {
      labels.putAll(labels(resource.getResource().getAttributesList()));
      for (ScopeMetrics scope : resource.getScopeMetricsList()) {
        scope.getMetricsList().forEach(metric -> add(metric, samples));
      }
    }
    return new Pushed(labels, samples);
  }

  private static void add(Metric metric, List<Sample> samples) {
    String name = metric.getName();
    switch (metric.getDataCase()) {
      case GAUGE ->
          metric
              .getGauge()
              .getDataPointsList()
              .forEach(point -> add(name, point, Sample.Kind.GAUGE, samples));
      case SUM -> {
        Sample.Kind kind =
            metric.getSum().getIsMonotonic()
                ? kind(metric.getSum().getAggregationTemporality())
                : Sample.Kind.GAUGE;
        metric.getSum().getDataPointsList().forEach(point -> add(name, point, kind, samples));
      }
      case HISTOGRAM -> {
        Sample.Kind kind = kind(metric.getHistogram().getAggregationTemporality());
        for (HistogramDataPoint point : metric.getHistogram().getDataPointsList()) {
          SortedMap<String, String> labels = labels(point.getAttributesList());
          add(name + ".count", labels, kind, point.getCount(), samples);
          add(name + ".sum", labels, kind, point.getSum(), samples);
        }
      }
      case SUMMARY -> {
        for (SummaryDataPoint point : metric.getSummary().getDataPointsList()) {
          SortedMap<String, String> labels = labels(point.getAttributesList());
          add(name + ".count", labels, Sample.Kind.CUMULATIVE, point.getCount(), samples);
          add(name + ".sum", labels, Sample.Kind.CUMULATIVE, point.getSum(), samples);
        }
      }
      default -> {
        // no data, or of a kind that Kafka's clients do not push
      }
    }
  }

  private static Sample.Kind kind(AggregationTemporality temporality) {
    return temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA
        ? Sample.Kind.DELTA
        : Sample.Kind.CUMULATIVE;
  }

  private static void add(
      String name, NumberDataPoint point, Sample.Kind kind, List<Sample> samples) {
    double value =
        point.getValueCase() == NumberDataPoint.ValueCase.AS_INT
            ? point.getAsInt()
            : point.getAsDouble();
    add(name, labels(point.getAttributesList()), kind, value, samples);
  }

  private static void add(
      String name,
      SortedMap<String, String> labels,
      Sample.Kind kind,
      double value,
      List<Sample> samples) {
    if (!name.isEmpty() && Double.isFinite(value)) {
      samples.add(new Sample(name, labels, kind, value));
    }
  }

  private static SortedMap<String, String> labels(List<KeyValue> attributes) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      labels.put(attribute.getKey(), text(attribute.getValue()));
    }
    return labels;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> String.valueOf(value.getBoolValue());
      case INT_VALUE -> String.valueOf(value.getIntValue());
      case DOUBLE_VALUE -> String.valueOf(value.getDoubleValue());
      default -> "";
    };
  }
}
