package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.Usage;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Deliveries per second of a share group: records of 100 bytes in one partition, taken and
/// accepted by four of the newest Java share consumers.
final class Queues implements Scenario {
  private static final int RECORDS = 300_000;
  private static final int WARM_RECORDS = 50_000;
  private static final int RECORD_BYTES = 100;
  private static final int WORKERS = 4;
  private static final String GROUP = "bench-queue";

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) {
    server.start();
    try (Connection connection = StartUp.connected(server)) {
      Wire.createTopic(connection, Producing.TOPIC, 1);
      Wire.awaitWritable(connection, Producing.TOPIC, 1);
    }
    beginEarliest(server);
    produce(server);
    AtomicLong taken = new AtomicLong();
    try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        workers.add(threads.submit(() -> work(server, taken)));
      }
      await(taken, WARM_RECORDS);
      double cpuBefore = Usage.cpuSeconds(server.pid());
      long first = taken.get();
      long begin = System.nanoTime();
      await(taken, RECORDS);
      double seconds = (System.nanoTime() - begin) / 1e9;
      long delivered = taken.get() - first;
      double cpu = Usage.cpuSeconds(server.pid()) - cpuBefore;
      for (Future<?> worker : workers) {
        worker.get();
      }
      return List.of(
          Figure.gain("queue, deliveries per second", delivered / seconds),
          Figure.cost("queue, CPU per million deliveries, s", cpu / (delivered / 1e6), 1));
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(AtomicLong taken, long count) throws InterruptedException {
    while (taken.get() < count) {
      Thread.sleep(1);
    }
  }

  private static void beginEarliest(ServerUnderTest server) {
    ConfigEntry earliest = new ConfigEntry("share.auto.offset.reset", "earliest");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrap()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.GROUP, GROUP),
                  List.of(new AlterConfigOp(earliest, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void produce(ServerUnderTest server) {
    Map<String, Object> options = Map.of("bootstrap.servers", server.bootstrap(), "linger.ms", 5);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(options, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>(Producing.TOPIC, 0, null, new byte[RECORD_BYTES]));
      }
      producer.flush();
    }
  }

  private static void work(ServerUnderTest server, AtomicLong taken) {
    Map<String, Object> options =
        Map.of("bootstrap.servers", server.bootstrap(), "group.id", GROUP);
    try (KafkaShareConsumer<byte[], byte[]> consumer =
        new KafkaShareConsumer<>(
            options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Producing.TOPIC));
      while (taken.get() < RECORDS) {
        taken.addAndGet(consumer.poll(Duration.ofMillis(200)).count());
      }
    }
  }
}
