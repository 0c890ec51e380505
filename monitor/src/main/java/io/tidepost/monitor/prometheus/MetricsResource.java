package io.tidepost.monitor.prometheus;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tidepost.broker.server.Phase;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.http.HttpResource;
import io.tidepost.monitor.Monitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/metrics`: the node's figures, those of its JVM and process, and what clients pushed, in
/// Prometheus' text format. One scrape at a time.
public final class MetricsResource implements HttpResource {

  private static final int UNAVAILABLE = 503;

  private final Monitor monitor;
  private final PrometheusRegistry process = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private @Nullable MetricsPage page;

  public MetricsResource(Monitor monitor) {
    this.monitor = monitor;
    JvmMetrics.builder().register(process);
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
    List<MetricSnapshot> all = new ArrayList<>(page().samples());
    process.scrape().forEach(all::add);
    context.contentType(PrometheusTextFormatWriter.CONTENT_TYPE);
    writer.write(
        context.outputStream(), new MetricSnapshots(all), EscapingScheme.UNDERSCORE_ESCAPING);
  }

  private MetricsPage page() {
    MetricsPage known = page;
    if (known == null) {
      TidepostServer server = monitor.server();
      known = new MetricsPage(server.context(), server.ports().keySet(), monitor.watch());
      page = known;
    }
    return known;
  }
}
