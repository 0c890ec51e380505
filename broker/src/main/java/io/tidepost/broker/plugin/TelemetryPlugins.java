package io.tidepost.broker.plugin;

import io.tidepost.broker.Log;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.telemetry.ClientIdentity;
import io.tidepost.broker.telemetry.TelemetryExporter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.telemetry.ClientTelemetry;
import org.apache.kafka.server.telemetry.ClientTelemetryContext;
import org.apache.kafka.server.telemetry.ClientTelemetryExporter;
import org.apache.kafka.server.telemetry.ClientTelemetryExporterProvider;
import org.apache.kafka.server.telemetry.ClientTelemetryPayload;
import org.apache.kafka.server.telemetry.ClientTelemetryReceiver;

/// Receivers of client metrics among the classes of `metric.reporters` (KIP-714): those that
/// implement `ClientTelemetry` or `ClientTelemetryExporterProvider`. They get what clients push,
/// and none of the broker's own metrics.
public final class TelemetryPlugins {

  private static final Log LOG = Log.of(TelemetryPlugins.class);
  private static final String OPTION = "metric.reporters";
  private static final String JMX = "org.apache.kafka.common.metrics.JmxReporter";

  private TelemetryPlugins() {}

  /// @param classNames the option's value
  /// @param originals everything in the configuration, as it was written
  /// @param clusterId told as `kafka.cluster.id`
  /// @param nodeId told as `kafka.node.id`
  /// @throws IllegalArgumentException with one sentence that names the option
  public static List<TelemetryExporter> of(
      List<String> classNames, Map<String, String> originals, String clusterId, int nodeId) {
    List<TelemetryExporter> exporters = new ArrayList<>();
    for (String className : classNames) {
      if (className.isBlank() || className.trim().equals(JMX) || !isReceiver(className.trim())) {
        continue;
      }
      MetricsReporter reporter = Plugins.make(OPTION, className, MetricsReporter.class, originals);
      reporter.contextChange(
          new KafkaMetricsContext(
              "kafka.server",
              Map.of("kafka.cluster.id", clusterId, "kafka.node.id", String.valueOf(nodeId))));
      reporter.init(List.of());
      exporters.add(new Exporter(reporter));
    }
    return exporters;
  }

  private static boolean isReceiver(String className) {
    try {
      Class<?> type = Class.forName(className, false, TelemetryPlugins.class.getClassLoader());
      return ClientTelemetry.class.isAssignableFrom(type)
          || ClientTelemetryExporterProvider.class.isAssignableFrom(type);
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.warn("{}: {} is not loaded: {}", OPTION, className, e.toString());
      return false;
    }
  }

  private static final class Exporter implements TelemetryExporter {

    private final MetricsReporter reporter;

    Exporter(MetricsReporter reporter) {
      this.reporter = reporter;
    }

    @Override
    @SuppressWarnings("deprecation") // receivers from before 4.2 have nothing else
    public void export(
        RequestContext caller,
        ClientIdentity client,
        int intervalMillis,
        boolean terminating,
        ByteBuffer data) {
      var payload = new Payload(client, terminating, data);
      var asking = new AuthorizerCaller(caller);
      if (reporter instanceof ClientTelemetryExporterProvider provider) {
        ClientTelemetryExporter exporter = provider.clientTelemetryExporter();
        if (exporter != null) {
          exporter.exportMetrics(new Context(intervalMillis, asking), payload);
        }
      } else if (reporter instanceof ClientTelemetry telemetry) {
        ClientTelemetryReceiver receiver = telemetry.clientReceiver();
        if (receiver != null) {
          receiver.exportMetrics(asking, payload);
        }
      }
    }

    @Override
    public void close() {
      reporter.close();
    }
  }

  private record Context(int pushIntervalMs, AuthorizableRequestContext authorizableRequestContext)
      implements ClientTelemetryContext {}

  private record Payload(ClientIdentity client, boolean isTerminating, ByteBuffer data)
      implements ClientTelemetryPayload {

    @Override
    public Uuid clientInstanceId() {
      return new Uuid(
          client.instanceId().mostSignificantBits(), client.instanceId().leastSignificantBits());
    }

    @Override
    public String contentType() {
      return "OTLP";
    }

    @Override
    public ByteBuffer data() {
      return data.duplicate();
    }
  }
}
