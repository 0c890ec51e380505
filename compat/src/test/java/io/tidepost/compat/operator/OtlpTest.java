package io.tidepost.compat.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The node's metrics pushed by OTLP, to a receiver that reads them with OpenTelemetry's classes
/// and is not ready at first.
class OtlpTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String RECORDS_IN = "kafka_server_brokertopicmetrics_messagesin";

  @Test
  void pushesWhatThePageTells() throws IOException {
    try (OtlpReceiver receiver = new OtlpReceiver(2);
        OperatorServer server =
            OperatorServer.started(
                Map.of(
                    "tidepost.otlp.endpoint", receiver.address(),
                    "tidepost.otlp.interval.ms", "1000",
                    "tidepost.otlp.headers", "api-key=abc123, x-tenant=shop"))) {
      Clients clients = new Clients(server.process());
      String topic = clients.topic("pushed", 1);
      clients.writeNumbers(topic, 0, 1, 7);
      await().atMost(PATIENCE).until(() -> recordsIn(receiver, topic) == 7);
      assertTrue(receiver.refusalsLeft() < 0, "it was not ready twice");
      assertEquals(List.of(), receiver.faults());

      var push = receiver.pushes().getLast();
      assertEquals(List.of("abc123"), push.headers().get("api-key"));
      assertEquals(List.of("shop"), push.headers().get("x-tenant"));
      assertEquals(List.of("application/x-protobuf"), push.headers().get("content-type"));
      Map<String, String> resource =
          OtlpReceiver.attributes(
              push.body().getResourceMetrics(0).getResource().getAttributesList());
      assertEquals("tidepost", resource.get("service.name"));
      assertEquals("1", resource.get("service.instance.id"));

      Sum sum = receiver.last(RECORDS_IN).orElseThrow().getSum();
      assertTrue(sum.getIsMonotonic());
      assertEquals(
          AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE,
          sum.getAggregationTemporality());
      NumberDataPoint point = sum.getDataPoints(0);
      assertTrue(point.getStartTimeUnixNano() > 0);
      assertTrue(point.getTimeUnixNano() > point.getStartTimeUnixNano());

      assertEquals(
          1,
          receiver
              .last("kafka_server_replicamanager_leadercount")
              .orElseThrow()
              .getGauge()
              .getDataPointsCount());
      SummaryDataPoint produced =
          receiver
              .last("kafka_network_requestmetrics_totaltimems")
              .orElseThrow()
              .getSummary()
              .getDataPointsList()
              .stream()
              .filter(one ->
                  "Produce".equals(OtlpReceiver.attributes(one.getAttributesList()).get("request")))
              .findFirst()
              .orElseThrow();
      assertNotEquals(0, produced.getCount());
      assertTrue(receiver.last("jvm_threads_current").isPresent());
      assertTrue(receiver.last("jvm_runtime_info").isPresent());

      // Each metric of the page has its place in a push; the last ones are of the same moment.
      String page = server.get("/metrics").text();
      List<String> missing =
          page.lines()
              .filter(line -> line.startsWith("# TYPE "))
              .map(line -> line.split(" ")[2].replaceAll("_total$", ""))
              .filter(name -> receiver.last(name).isEmpty())
              .toList();
      assertFalse(page.isEmpty());
      assertEquals(List.of(), missing);
    }
  }

  private static double recordsIn(OtlpReceiver receiver, String topic) {
    return receiver.last(RECORDS_IN).stream()
        .flatMap(metric -> metric.getSum().getDataPointsList().stream())
        .filter(
            point -> topic.equals(OtlpReceiver.attributes(point.getAttributesList()).get("topic")))
        .mapToDouble(NumberDataPoint::getAsDouble)
        .findFirst()
        .orElse(-1);
  }
}
