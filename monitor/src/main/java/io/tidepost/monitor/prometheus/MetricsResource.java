package io.tidepost.monitor.prometheus;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tidepost.broker.server.Phase;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.http.Caller;
import io.tidepost.http.Callers;
import io.tidepost.http.HttpFailure;
import io.tidepost.http.HttpResource;
import io.tidepost.http.HttpService;
import io.tidepost.monitor.Monitor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// `/metrics`: the node's figures, those of its JVM and process, and what clients pushed, in
/// Prometheus' text format. One scrape at a time.
public final class MetricsResource implements HttpResource {

  private static final int UNAVAILABLE = 503;

  private final Monitor monitor;
  private final NodeSamples samples;
  private final @Nullable Callers callers;
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  /// @param callers who may ask: those who may describe the cluster; `null` for everybody
  public MetricsResource(Monitor monitor, @Nullable Callers callers) {
    this.monitor = monitor;
    this.callers = callers;
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
    Callers known = callers;
    if (known != null) {
      HttpService.identify(context, known);
      Caller caller = HttpService.caller(context);
      if (!known.allows(caller, Callers.Operation.DESCRIBE, "Cluster", "", true)) {
        throw new HttpFailure(403, 403, "It takes the right to describe the cluster");
      }
    }
    MetricSnapshots all = new MetricSnapshots(samples.take());
    context.contentType(PrometheusTextFormatWriter.CONTENT_TYPE);
    writer.write(context.outputStream(), all, EscapingScheme.UNDERSCORE_ESCAPING);
  }
}
