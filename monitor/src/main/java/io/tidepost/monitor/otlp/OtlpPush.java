package io.tidepost.monitor.otlp;

import io.tidepost.base.option.Options;
import io.tidepost.base.option.Secret;
import io.tidepost.broker.option.OtlpOptions;
import io.tidepost.broker.server.Phase;
import io.tidepost.monitor.Monitor;
import io.tidepost.monitor.prometheus.NodeSamples;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.shaded.io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pushes what `/metrics` tells to a receiver of OTLP, at intervals, on a thread of its own for as
/// long as the node runs. What was not taken is not kept: counters are sums since the start, so the
/// next push says it again.
public final class OtlpPush {

  private static final Logger LOG = LoggerFactory.getLogger(OtlpPush.class);
  private static final int POINTS_MAX = 5_000;

  private final Monitor monitor;
  private final URI endpoint;
  private final long intervalMillis;
  private final OtlpReceiver receiver;
  private final OtlpForm form;
  private final NodeSamples samples;
  private boolean complained;

  private OtlpPush(
      Monitor monitor, URI endpoint, long intervalMillis, Map<String, String> headers) {
    this.monitor = monitor;
    this.endpoint = endpoint;
    this.intervalMillis = intervalMillis;
    this.receiver = new OtlpReceiver(endpoint, headers);
    Map<String, String> resource = new LinkedHashMap<>();
    resource.put("service.name", "tidepost");
    resource.put("service.namespace", monitor.server().context().clusterId());
    resource.put("service.instance.id", String.valueOf(monitor.server().nodeId()));
    this.form =
        new OtlpForm(resource, ManagementFactory.getRuntimeMXBean().getStartTime(), POINTS_MAX);
    this.samples = new NodeSamples(monitor);
  }

  /// Begins to push.
  ///
  /// @param monitor of a node that serves clients
  /// @param endpoint of the receiver, with its path
  /// @throws IllegalArgumentException when the options' headers make no sense
  public static void start(Monitor monitor, URI endpoint) {
    Options options = monitor.server().context().options().startup();
    Secret secret = options.find(OtlpOptions.TIDEPOST_OTLP_HEADERS);
    Map<String, String> headers = OtlpOptions.headers(secret == null ? "" : secret.reveal());
    long intervalMillis = options.get(OtlpOptions.TIDEPOST_OTLP_INTERVAL_MS);
    Thread.ofVirtual()
        .name("tidepost-otlp")
        .start(() -> new OtlpPush(monitor, endpoint, intervalMillis, headers).run());
  }

  private void run() {
    try {
      while (monitor.server().phase() == Phase.SERVING) {
        push();
        Thread.sleep(intervalMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void push() throws InterruptedException {
    try {
      List<ExportMetricsServiceRequest> requests =
          form.requests(samples.take(), System.currentTimeMillis());
      for (ExportMetricsServiceRequest request : requests) {
        receiver.take(request);
      }
      if (complained) {
        complained = false;
        LOG.info("metrics go to {} again", endpoint);
      }
    } catch (IOException | RuntimeException e) {
      if (!complained) {
        complained = true;
        LOG.warn("metrics do not get to {}: {}", endpoint, e.toString());
      }
    }
  }
}
