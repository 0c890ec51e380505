package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.sse.SseClient;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.Offsets;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/// How many records come in, second by second, for as long as somebody watches.
public final class LiveStream implements ConsolePage {

  private static final long PAUSE_MILLIS = 1_000;

  /// Watching must not be what keeps the cluster busy: of this many parts of time, one.
  private static final long SHARE = 20;

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.sse("/live", LiveStream::watch);
  }

  private static void watch(SseClient browser) {
    ClusterClient client = Doors.session(browser.ctx()).client();
    Map<TopicPartition, Long> before = Map.of();
    long beforeNanos = System.nanoTime();
    while (!browser.terminated()) {
      long began = System.nanoTime();
      Map<TopicPartition, Long> now = ends(client);
      long cost = System.nanoTime() - began;
      if (!before.isEmpty()) {
        double seconds = (began - beforeNanos) / 1e9;
        browser.sendEvent("records", String.valueOf(Math.round(grown(before, now) / seconds)));
      } else {
        browser.sendComment("watching");
      }
      before = now;
      beforeNanos = began;
      try {
        Thread.sleep(Math.max(PAUSE_MILLIS, SHARE * cost / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static long grown(Map<TopicPartition, Long> before, Map<TopicPartition, Long> now) {
    long sum = 0;
    for (Map.Entry<TopicPartition, Long> end : now.entrySet()) {
      Long earlier = before.get(end.getKey());
      if (earlier != null && end.getValue() > earlier) {
        sum += end.getValue() - earlier;
      }
    }
    return sum;
  }

  private static Map<TopicPartition, Long> ends(ClusterClient client) {
    List<TopicPartition> all = new ArrayList<>();
    client
        .sight()
        .topics()
        .all()
        .forEach(topic ->
            topic
                .partitions()
                .forEach(p -> all.add(new TopicPartition(topic.name(), p.partition()))));
    all.removeAll(client.sight().topics().offline());
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> one :
        Offsets.of(client, all, OffsetSpec.latest()).entrySet()) {
      ends.put(one.getKey(), one.getValue().offset());
    }
    return ends;
  }
}
