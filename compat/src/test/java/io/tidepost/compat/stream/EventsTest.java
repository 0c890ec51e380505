package io.tidepost.compat.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An event is a key, a value, a timestamp and headers, and comes back as it was written.
@ExtendWith(Shared.class)
final class EventsTest {
  private final ServerUnderTest server;
  private final Clients clients;

  EventsTest(ServerUnderTest server) {
    this.server = server;
    this.clients = new Clients(server);
  }

  @Test
  void keyValueAndTheProducersTimestampComeBack() {
    String topic = clients.topic("events", 1);
    long timestamp = System.currentTimeMillis() - 1_000;
    try (Producer<String, String> producer = clients.producer()) {
      RecordMetadata written =
          Clients.get(producer.send(new ProducerRecord<>(topic, 0, timestamp, "k", "v")));
      assertEquals(timestamp, written.timestamp());
    }
    ConsumerRecord<String, String> read = clients.readAll(topic).getFirst();
    assertEquals("k", read.key());
    assertEquals("v", read.value());
    assertEquals(timestamp, read.timestamp());
    assertEquals(TimestampType.CREATE_TIME, read.timestampType());
  }

  @Test
  void theBrokerSetsTheTimestampWhenTheTopicSaysSo() {
    String topic =
        clients.topic("append-time", 1, Map.of("message.timestamp.type", "LogAppendTime"));
    try (Producer<String, String> producer = clients.producer()) {
      RecordMetadata written =
          Clients.get(producer.send(new ProducerRecord<>(topic, 0, 1_000L, "k", "v")));
      ConsumerRecord<String, String> read = clients.readAll(topic).getFirst();
      assertEquals(TimestampType.LOG_APPEND_TIME, read.timestampType());
      assertEquals(written.timestamp(), read.timestamp());
      assertTrue(
          read.timestamp() > 1_000_000_000_000L,
          "the producer's time was kept: " + read.timestamp());
    }
  }

  @Test
  void aTimestampFarInTheFutureIsRefused() {
    String topic = clients.topic("future", 1, Map.of("message.timestamp.after.max.ms", "3600000"));
    long tomorrow = System.currentTimeMillis() + 86_400_000;
    try (Producer<String, String> producer = clients.producer()) {
      Throwable error =
          Clients.failure(producer.send(new ProducerRecord<>(topic, 0, tomorrow, "k", "v")));
      assertInstanceOf(InvalidTimestampException.class, error);
      assertEquals(
          0, Clients.get(producer.send(new ProducerRecord<>(topic, 0, null, "k", "v"))).offset());
    }
  }

  @Test
  void headersKeepTheirOrderTheirRepetitionsAndTheirNulls() {
    String topic = clients.topic("headers", 1);
    List<Header> headers =
        List.of(
            new RecordHeader("a", bytes("1")),
            new RecordHeader("b", (byte[]) null),
            new RecordHeader("a", bytes("2")));
    try (Producer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, 0, "k", "v", headers)));
    }
    Header[] read = clients.readAll(topic).getFirst().headers().toArray();
    assertEquals(3, read.length);
    assertEquals(List.of("a", "b", "a"), List.of(read).stream().map(Header::key).toList());
    assertArrayEquals(bytes("1"), read[0].value());
    assertNull(read[1].value());
    assertArrayEquals(bytes("2"), read[2].value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void anyBytesComeBackWithEveryCodec(String codec) {
    String topic = clients.topic("bytes", 1);
    Random random = new Random(codec.hashCode());
    byte[] binary = new byte[10_000];
    random.nextBytes(binary);
    byte[][] values = {new byte[0], null, binary, new byte[200_000]};
    try (Producer<byte[], byte[]> producer =
        bytesProducer(Map.of("compression.type", codec, "linger.ms", 20))) {
      for (byte[] value : values) {
        producer.send(new ProducerRecord<>(topic, 0, value, value));
      }
    }
    List<ConsumerRecord<byte[], byte[]>> read = readBytes(topic, values.length);
    for (int i = 0; i < values.length; i++) {
      assertArrayEquals(values[i], read.get(i).key());
      assertArrayEquals(values[i], read.get(i).value());
      assertEquals(i, read.get(i).offset());
    }
  }

  @Test
  void theLargestAllowedRecordIsTakenAndALargerOneRefused() {
    int limit = 100_000;
    String topic = clients.topic("large", 1, Map.of("max.message.bytes", Integer.toString(limit)));
    int overhead = 61 + 11;
    try (Producer<byte[], byte[]> producer = bytesProducer(Map.of())) {
      byte[] fits = new byte[limit - overhead];
      assertEquals(
          0, Clients.get(producer.send(new ProducerRecord<>(topic, 0, null, fits))).offset());
      Throwable error =
          Clients.failure(producer.send(new ProducerRecord<>(topic, 0, null, new byte[limit])));
      assertInstanceOf(RecordTooLargeException.class, error);
      assertArrayEquals(fits, readBytes(topic, 1).getFirst().value());
    }
  }

  private Producer<byte[], byte[]> bytesProducer(Map<String, Object> options) {
    return clients.producer(options, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private List<ConsumerRecord<byte[], byte[]>> readBytes(String topic, int count) {
    Map<String, Object> options =
        Map.of("bootstrap.servers", server.bootstrap(), "auto.offset.reset", "earliest");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      return Clients.read(consumer, count);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
