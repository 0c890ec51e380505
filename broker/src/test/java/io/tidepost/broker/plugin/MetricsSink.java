package io.tidepost.broker.plugin;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.telemetry.ClientTelemetry;
import org.apache.kafka.server.telemetry.ClientTelemetryContext;
import org.apache.kafka.server.telemetry.ClientTelemetryExporter;
import org.apache.kafka.server.telemetry.ClientTelemetryExporterProvider;
import org.apache.kafka.server.telemetry.ClientTelemetryPayload;
import org.apache.kafka.server.telemetry.ClientTelemetryReceiver;

/// Receivers of client metrics as an operator may write them, of both of Kafka's contracts.
final class MetricsSink {

  /// What came: who received, from which client, of which content type, how many bytes.
  static final Queue<String> RECEIVED = new ConcurrentLinkedQueue<>();

  private MetricsSink() {}

  private static void note(
      String who, AuthorizableRequestContext caller, ClientTelemetryPayload payload) {
    if (payload.data().remaining() > 0) {
      RECEIVED.add(who + " " + caller.clientId() + " " + payload.contentType());
    }
  }

  /// Does nothing with the broker's own metrics.
  private abstract static class Silent implements MetricsReporter {
    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void init(List<KafkaMetric> metrics) {}

    @Override
    public void metricChange(KafkaMetric metric) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void close() {}
  }

  /// The contract of KIP-714.
  public static final class Receiver extends Silent implements ClientTelemetry {
    @Override
    public ClientTelemetryReceiver clientReceiver() {
      return (caller, payload) -> note("receiver", caller, payload);
    }
  }

  /// The one that is told the interval as well.
  public static final class Exporter extends Silent implements ClientTelemetryExporterProvider {
    @Override
    public ClientTelemetryExporter clientTelemetryExporter() {
      return (ClientTelemetryContext context, ClientTelemetryPayload payload) ->
          note(
              "exporter " + context.pushIntervalMs(),
              context.authorizableRequestContext(),
              payload);
    }
  }
}
