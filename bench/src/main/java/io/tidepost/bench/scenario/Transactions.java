package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Transactions per second, ten records of 100 bytes each over four partitions, one after the other
/// in each of the newest Java producers: with one of them, and with eight.
final class Transactions implements Scenario {
  private static final int PARTITIONS = 4;
  private static final int RECORDS = 10;
  private static final int RECORD_BYTES = 100;
  private static final int MANY = 8;

  /// At least three times Apache Kafka's.
  private static final double LIMIT = 3;

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) {
    server.start();
    try (Connection connection = StartUp.connected(server)) {
      Wire.createTopic(connection, Producing.TOPIC, PARTITIONS);
      Wire.awaitWritable(connection, Producing.TOPIC, PARTITIONS);
    }
    int seconds = Math.max(2, sizes.seconds() / 3);
    perSecond(server, MANY, seconds);
    double one = perSecond(server, 1, seconds);
    double many = perSecond(server, MANY, seconds);
    return List.of(
        new Figure("transactions per second, 1 producer", one, LIMIT, true),
        new Figure("transactions per second, 8 producers", many, LIMIT, true));
  }

  private static double perSecond(ServerUnderTest server, int producers, int seconds) {
    try (ExecutorService threads = Executors.newFixedThreadPool(producers)) {
      List<Future<Double>> parts = new ArrayList<>();
      for (int i = 0; i < producers; i++) {
        int number = i;
        parts.add(threads.submit(() -> one(server, number, seconds)));
      }
      double sum = 0;
      for (Future<Double> part : parts) {
        sum += part.get();
      }
      return sum;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double one(ServerUnderTest server, int number, int seconds) {
    Map<String, Object> options =
        Map.of("bootstrap.servers", server.bootstrap(), "transactional.id", "bench-" + number);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(options, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      transact(producer);
      long count = 0;
      long start = System.nanoTime();
      long end = start + seconds * 1_000_000_000L;
      while (System.nanoTime() < end) {
        transact(producer);
        count++;
      }
      return count * 1e9 / (System.nanoTime() - start);
    }
  }

  private static void transact(Producer<byte[], byte[]> producer) {
    producer.beginTransaction();
    for (int i = 0; i < RECORDS; i++) {
      producer.send(
          new ProducerRecord<>(Producing.TOPIC, i % PARTITIONS, null, new byte[RECORD_BYTES]));
    }
    producer.commitTransaction();
  }
}
