package io.tidepost.broker.hostile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// A decent client on a topic and in a group of its own. Whatever happens to others, each of its
/// records is acknowledged at once and comes back once, in order.
final class Innocent implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;

  private final String topic = "innocent";
  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;
  private final List<String> written = new ArrayList<>();
  private final List<String> read = new ArrayList<>();

  /// @param options how it connects
  Innocent(Map<String, Object> options) throws Exception {
    try (Admin admin = Admin.create(options)) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    Map<String, Object> all = new java.util.HashMap<>(options);
    all.put("retries", 0);
    all.put("delivery.timeout.ms", (int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    all.put("request.timeout.ms", (int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    all.put("linger.ms", 0);
    all.put("enable.idempotence", false);
    all.put("group.id", "innocent");
    all.put("auto.offset.reset", "earliest");
    producer = new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    consumer = new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(topic));
    check();
  }

  /// Writes one record and reads it back.
  void check() throws ExecutionException, InterruptedException, TimeoutException {
    String value = "value " + written.size();
    producer.send(new ProducerRecord<>(topic, value)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    written.add(value);
    await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .until(() -> {
          consumer.poll(Duration.ofMillis(50)).forEach(record -> read.add(record.value()));
          return read.size() >= written.size();
        });
    assertEquals(written.size(), read.size(), () -> "read " + read);
    assertEquals(written, read);
    consumer.commitSync(Duration.ofSeconds(PATIENCE_SECONDS));
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
