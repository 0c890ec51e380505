package io.tidepost.monitor.prometheus;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tidepost.broker.server.Phase;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.http.HttpResource;
import io.tidepost.monitor.Monitor;
import java.io.IOException;

/// `/metrics`: the node's figures, those of its JVM and process, and what clients pushed, in
/// Prometheus' text format. One scrape at a time.
public final class MetricsResource implements HttpResource {

  private static final int UNAVAILABLE = 503;

  private final Monitor monitor;
  private final NodeSamples samples;
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  public MetricsResource(Monitor monitor) {
    this.monitor = monitor;
    samples = new NodeSamples(monitor);
  }

  @Override
  public void mount(RoutesConfig routes) {
    routes.get("/metrics", this::metrics);
  }

  private synchronized void metrics(Context context) throws IOException {
    TidepostServer server = monitor.server();
    if (server.phase() != Phase.SERVING) {
      context.status(UNAVAILABLE).result("the node " + server.phase().words());
      return;
    }
    MetricSnapshots all = new MetricSnapshots(samples.take());
    context.contentType(PrometheusTextFormatWriter.CONTENT_TYPE);
    writer.write(context.outputStream(), all, EscapingScheme.UNDERSCORE_ESCAPING);
  }
}
