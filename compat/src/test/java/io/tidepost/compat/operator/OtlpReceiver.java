package io.tidepost.compat.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/// Receives metrics as a collector does, by OpenTelemetry's own classes.
final class OtlpReceiver implements AutoCloseable {

  /// One request.
  record Push(Map<String, List<String>> headers, ExportMetricsServiceRequest body) {}

  private final HttpServer http;
  private final List<Push> pushes = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();

  /// @param refused so many requests are answered that it is not ready
  OtlpReceiver(int refused) throws IOException {
    refusals.set(refused);
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/v1/metrics", this::take);
    http.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (refusals.getAndDecrement() > 0) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      Map<String, List<String>> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
      try (var zip = new GZIPInputStream(new ByteArrayInputStream(body))) {
        pushes.add(new Push(headers, ExportMetricsServiceRequest.parseFrom(zip)));
      } catch (IOException e) {
        faults.add(e.toString());
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  String address() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/v1/metrics";
  }

  List<Push> pushes() {
    return pushes;
  }

  List<String> faults() {
    return faults;
  }

  int refusalsLeft() {
    return refusals.get();
  }

  /// The metric with this name, as it was pushed last.
  Optional<Metric> last(String name) {
    return pushes.reversed().stream()
        .flatMap(push -> push.body().getResourceMetricsList().stream())
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .filter(metric -> metric.getName().equals(name))
        .findFirst();
  }

  static Map<String, String> attributes(List<KeyValue> all) {
    Map<String, String> map = new HashMap<>();
    all.forEach(one -> map.put(one.getKey(), one.getValue().getStringValue()));
    return map;
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
