package io.tidepost.broker.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.broker.telemetry.Sample.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientMetricsTest {

  private static final long KEPT_MILLIS = 60_000;

  private static ClientIdentity client(int number) {
    return new ClientIdentity(
        new Uuid(7, number), "client-" + number, "s", "1", "127.0.0.1", "1", "User:a");
  }

  private static Sample sample(String name, Kind kind, double value) {
    return new Sample(name, new TreeMap<>(Map.of("topic", "t")), kind, value);
  }

  private static ClientMetrics.Client take(
      ClientMetrics metrics, int client, long nowMillis, Sample... samples) {
    return metrics.take(
        client(client),
        new Pushed(new TreeMap<>(Map.of("zone", "a")), List.of(samples)),
        KEPT_MILLIS,
        nowMillis,
        nowMillis * 1_000_000);
  }

  @Test
  void deltasAreAddedUpAndEverythingElseReplaces() {
    var metrics = new ClientMetrics(100, 10);
    for (int i = 1; i <= 3; i++) {
      take(
          metrics,
          1,
          i,
          sample("sent", Kind.DELTA, 5),
          sample("total", Kind.CUMULATIVE, 10 * i),
          sample("lag", Kind.GAUGE, -i));
    }
    ClientMetrics.Client client = metrics.clients(3_000_000).getFirst();
    Map<String, Double> values = new TreeMap<>();
    client.series().forEach(series -> values.put(series.name(), series.value()));
    assertEquals(Map.of("sent", 15.0, "total", 30.0, "lag", -3.0), values);
    assertEquals(Map.of("zone", "a"), client.labels());
    assertEquals(
        List.of(true, true, false),
        client.series().stream().map(ClientMetrics.Series::counter).toList());
  }

  @Test
  void thereIsRoomForSoManyAndNoMore() {
    var metrics = new ClientMetrics(25, 10);
    for (int c = 0; c < 4; c++) {
      Sample[] many =
          IntStream.range(0, 20)
              .mapToObj(i -> sample("m" + i, Kind.GAUGE, i))
              .toArray(Sample[]::new);
      take(metrics, c, 1, many);
    }
    assertEquals(25, metrics.seriesCount());
    assertEquals(4 * 20 - 25, metrics.droppedCount());
    take(metrics, 9, 1, sample("x".repeat(300), Kind.GAUGE, 1));
    assertEquals(25, metrics.seriesCount());
    // What is known already is still taken.
    take(metrics, 0, 2, sample("m3", Kind.GAUGE, 77));
    assertTrue(
        metrics.clients(2_000_000).stream()
            .flatMap(client -> client.series().stream())
            .anyMatch(series -> series.value() == 77));
  }

  @Test
  void theSilentMakeRoom() {
    var metrics = new ClientMetrics(10, 10);
    for (int i = 0; i < 10; i++) {
      take(metrics, 1, 1, sample("m" + i, Kind.GAUGE, i));
    }
    take(metrics, 2, 50_000, sample("late", Kind.GAUGE, 1));
    assertEquals(1, metrics.droppedCount());
    take(metrics, 2, 70_000, sample("late", Kind.GAUGE, 1));
    assertEquals(1, metrics.seriesCount());
    assertEquals(
        List.of(client(2)),
        metrics.clients(70_000L * 1_000_000).stream().map(ClientMetrics.Client::identity).toList());
  }

  @Test
  void clientsWithoutMetricsAreCountedToo() {
    var metrics = new ClientMetrics(10, 10);
    for (int i = 0; i < 17_000; i++) {
      take(metrics, i, 1);
    }
    assertEquals(16_384, metrics.clients(1_000_000).size());
  }
}
