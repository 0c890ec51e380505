package io.tidepost.application.flink;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Reads a topic to its end, changes each record, and writes it exactly once, in transactions that
/// follow the checkpoints. Argument: bootstrap server. Prints `ok` last.
public final class FlinkExercise {
  private static final int RECORDS = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private FlinkExercise() {}

  public static void main(String[] arguments) throws Exception {
    String bootstrap = arguments[0];
    prepare(bootstrap);
    run(bootstrap);
    Set<String> written = new HashSet<>();
    int count = read(bootstrap, written);
    if (count != RECORDS || written.size() != RECORDS || !written.contains("seen 999")) {
      throw new AssertionError(count + " records, " + written.size() + " different ones");
    }
    System.out.println("ok");
  }

  private static void prepare(String bootstrap) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        var producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap),
                new StringSerializer(),
                new StringSerializer())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("flink-in", 2, (short) 1), new NewTopic("flink-out", 2, (short) 1)))
          .all()
          .get();
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>("flink-in", null, Integer.toString(i)));
      }
    }
  }

  private static void run(String bootstrap) throws Exception {
    var environment = StreamExecutionEnvironment.createLocalEnvironment(2);
    environment.enableCheckpointing(200);
    KafkaSource<String> source =
        KafkaSource.<String>builder()
            .setBootstrapServers(bootstrap)
            .setTopics("flink-in")
            .setGroupId("flink")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setBounded(OffsetsInitializer.latest())
            .setValueOnlyDeserializer(new SimpleStringSchema())
            .build();
    KafkaSink<String> sink =
        KafkaSink.<String>builder()
            .setBootstrapServers(bootstrap)
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix("flink")
            .setProperty("transaction.timeout.ms", "60000")
            .setRecordSerializer(
                KafkaRecordSerializationSchema.<String>builder()
                    .setTopic("flink-out")
                    .setValueSerializationSchema(new SimpleStringSchema())
                    .build())
            .build();
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "in")
        .map(value -> "seen " + value)
        .returns(String.class)
        .sinkTo(sink);
    environment.execute("exercise");
  }

  private static int read(String bootstrap, Set<String> written) {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers", bootstrap,
            "group.id", "flink-reader",
            "auto.offset.reset", "earliest",
            "isolation.level", "read_committed");
    int count = 0;
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("flink-out"));
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (count < RECORDS && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          written.add(record.value());
          count++;
        }
      }
      count += consumer.poll(Duration.ofMillis(200)).count();
    }
    return count;
  }
}
