package io.tidepost.monitor.prometheus;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.monitor.Monitor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that is told of a node: its figures, those of its JVM and process, and what clients
/// pushed. Which topics and partitions are told of depends on what the same one told before, so
/// each that asks has its own. One thread at a time.
public final class NodeSamples {

  private final Monitor monitor;
  private final PrometheusRegistry process = new PrometheusRegistry();
  private @Nullable MetricsPage page;

  public NodeSamples(Monitor monitor) {
    this.monitor = monitor;
    JvmMetrics.builder().register(process);
  }

  /// All samples as they are now; the node must serve clients. Blocks.
  public List<MetricSnapshot> take() {
    MetricsPage known = page;
    if (known == null) {
      TidepostServer server = monitor.server();
      known = new MetricsPage(server.context(), server.ports().keySet(), monitor.watch());
      page = known;
    }
    List<MetricSnapshot> all = new ArrayList<>(known.samples());
    process.scrape().forEach(all::add);
    return all;
  }
}
