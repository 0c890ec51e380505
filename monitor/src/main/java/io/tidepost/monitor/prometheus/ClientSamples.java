package io.tidepost.monitor.prometheus;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import io.tidepost.broker.telemetry.ClientMetrics.Client;
import io.tidepost.broker.telemetry.ClientMetrics.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What clients pushed (KIP-714), passed on under the names that they gave it. Names that are not
/// Kafka's begin with `client_`, so that no client can pretend to be the broker. One thread.
final class ClientSamples {

  private static final String KAFKA = "org_apache_kafka_";
  private static final String TOTAL = "_total";

  private final SortedMap<String, Map<Labels, Double>> gauges = new TreeMap<>();
  private final SortedMap<String, Map<Labels, Double>> counters = new TreeMap<>();
  private int left;
  private int leftOut;

  /// @param max numbers that are passed on at most
  ClientSamples(int max) {
    this.left = max;
  }

  void add(Client client) {
    for (Series series : client.series()) {
      if (left-- <= 0) {
        leftOut++;
        continue;
      }
      String name = name(series.name());
      if (series.counter()) {
        String base =
            name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
        counters
            .computeIfAbsent(base, each -> new HashMap<>())
            .putIfAbsent(labels(client, series), series.value());
      } else {
        String plain = name.endsWith(TOTAL) ? name + "_gauge" : name;
        gauges
            .computeIfAbsent(plain, each -> new HashMap<>())
            .putIfAbsent(labels(client, series), series.value());
      }
    }
  }

  private static String name(String pushed) {
    String name = legacy(pushed);
    return name.startsWith(KAFKA) ? name : "client_" + name;
  }

  /// Letters, digits and underscores.
  private static String legacy(String text) {
    return text.replaceAll("[^a-zA-Z0-9_]", "_");
  }

  private static Labels labels(Client client, Series series) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("client_instance_id", client.identity().instanceId().toString());
    labels.put("client_id", client.identity().clientId());
    labels.put("client_software_name", client.identity().softwareName());
    labels.put("client_software_version", client.identity().softwareVersion());
    series.labels().forEach((name, value) -> labels.putIfAbsent(labelName(name), value));
    client.labels().forEach((name, value) -> labels.putIfAbsent(labelName(name), value));
    return Labels.of(
        labels.keySet().toArray(String[]::new), labels.values().toArray(String[]::new));
  }

  private static String labelName(String pushed) {
    String name = legacy(pushed);
    return PrometheusNaming.isValidLegacyLabelName(name) && !name.startsWith("__")
        ? name
        : "client_" + name;
  }

  int leftOut() {
    return leftOut;
  }

  /// Everything.
  List<MetricSnapshot> snapshots() {
    List<MetricSnapshot> result = new ArrayList<>();
    counters.forEach((name, points) -> {
      CounterSnapshot.Builder builder =
          CounterSnapshot.builder().name(name).help("Pushed by clients (KIP-714).");
      points.forEach((labels, value) ->
          builder.dataPoint(new CounterDataPointSnapshot(Math.max(0, value), labels, null, 0)));
      result.add(builder.build());
    });
    gauges.forEach((name, points) -> {
      if (counters.containsKey(name)) {
        return; // some clients count it, others do not
      }
      GaugeSnapshot.Builder builder =
          GaugeSnapshot.builder().name(name).help("Pushed by clients (KIP-714).");
      points.forEach(
          (labels, value) -> builder.dataPoint(new GaugeDataPointSnapshot(value, labels, null)));
      result.add(builder.build());
    });
    return result;
  }
}
