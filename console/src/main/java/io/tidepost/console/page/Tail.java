package io.tidepost.console.page;

import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.Codecs;
import io.tidepost.console.cluster.RecordFilter;
import io.tidepost.console.cluster.RecordReader;
import io.tidepost.console.cluster.Registry;
import io.tidepost.console.cluster.ShownRecord;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// New records of a topic as they come, for as long as somebody watches.
final class Tail {

  private static final Duration POLL = Duration.ofMillis(500);

  /// A person reads no more in a second; what is left out is counted.
  private static final int SHOWN_PER_POLL = 25;

  private Tail() {}

  static void follow(SseClient browser, Pages pages, Registry registry) {
    Context context = browser.ctx();
    ClusterClient client = Doors.session(context).client();
    Codecs codecs = new Codecs(registry, client);
    String topic = context.pathParam("topic");
    int wanted = (int) Asked.number(context, "partition", -1, -1, Integer.MAX_VALUE);
    Predicate<ShownRecord> filter =
        new RecordFilter(
                Asked.text(context, "text"),
                Asked.text(context, "key"),
                Asked.text(context, "condition"))
            .test();
    List<TopicPartition> partitions =
        TopicPage.described(client, topic).partitions().stream()
            .filter(p -> wanted < 0 || p.partition() == wanted)
            .map(p -> new TopicPartition(topic, p.partition()))
            .toList();
    try (Consumer<byte[], byte[]> consumer =
        client.consumer(Map.of("max.poll.records", 500, "auto.offset.reset", "latest"))) {
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
      browser.sendEvent("ready", "1");
      while (!browser.terminated()) {
        int shown = 0;
        int skipped = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          ShownRecord one = RecordReader.shown(record, codecs);
          if (filter.test(one)) {
            if (shown < SHOWN_PER_POLL) {
              shown++;
              browser.sendEvent("record", pages.part("record", one));
            } else {
              skipped++;
            }
          }
        }
        if (skipped > 0) {
          browser.sendEvent("skipped", String.valueOf(skipped));
        } else if (shown == 0) {
          browser.sendComment("watching");
        }
      }
    } catch (KafkaException e) {
      browser.sendEvent("failed", String.valueOf(ClusterClient.failure(e).getMessage()));
    }
  }
}
