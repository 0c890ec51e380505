package io.tidepost.monitor.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import org.apache.kafka.shaded.io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Metric;
import org.junit.jupiter.api.Test;

class OtlpFormTest {

  private static MetricSnapshot gauge(String name, int points) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name);
    for (int i = 0; i < points; i++) {
      gauge.dataPoint(new GaugeDataPointSnapshot(i, Labels.of("number", String.valueOf(i)), null));
    }
    return gauge.build();
  }

  private static List<String> names(ExportMetricsServiceRequest request) {
    assertEquals("7", value(request));
    return request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList().stream()
        .map(Metric::getName)
        .toList();
  }

  private static String value(ExportMetricsServiceRequest request) {
    return request.getResourceMetrics(0).getResource().getAttributes(0).getValue().getStringValue();
  }

  @Test
  void manyNumbersAreSpreadOverRequests() {
    OtlpForm form = new OtlpForm(Map.of("service.instance.id", "7"), 0, 5);
    List<ExportMetricsServiceRequest> requests =
        form.requests(
            List.of(gauge("a", 2), gauge("none", 0), gauge("b", 3), gauge("c", 9), gauge("d", 1)),
            1);
    assertEquals(
        List.of(List.of("a", "b"), List.of("c"), List.of("d")),
        requests.stream().map(OtlpFormTest::names).toList());
    assertEquals(List.of(), form.requests(List.of(), 1));
  }
}
