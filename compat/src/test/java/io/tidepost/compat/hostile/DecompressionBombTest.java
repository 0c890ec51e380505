package io.tidepost.compat.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A small batch that decompresses to very much, sent where the broker has to open it: it is
/// refused, memory stays bounded, and nobody else notices.
@ExtendWith(Shared.class)
final class DecompressionBombTest {
  private static final int BOMB_BYTES = 400 << 20;
  private static ByteBuffer gzip = ByteBuffer.allocate(0);
  private static ByteBuffer zstd = ByteBuffer.allocate(0);

  private final ServerUnderTest server;
  private final Clients clients;

  DecompressionBombTest(ServerUnderTest server) {
    assumeFalse(ServerUnderTest.isApacheKafka(), "Apache Kafka decompresses without a bound");
    this.server = server;
    this.clients = new Clients(server);
  }

  @BeforeAll
  static void buildBombs() {
    byte[] zeros = new byte[BOMB_BYTES];
    gzip = bomb(Compression.gzip().level(9).build(), zeros);
    zstd = bomb(Compression.zstd().build(), zeros);
  }

  private static ByteBuffer bomb(Compression codec, byte[] zeros) {
    SimpleRecord record = new SimpleRecord(System.currentTimeMillis(), null, zeros);
    ByteBuffer batch = MemoryRecords.withRecords(codec, record).buffer();
    assertTrue(batch.remaining() < 1_000_000, "a bomb is small: " + batch.remaining());
    return batch;
  }

  @Test
  void whereTheTopicHasACodecOfItsOwn() throws Exception {
    bombard(clients.topicLedByFirstNode("bomb-codec", Map.of("compression.type", "lz4")));
  }

  @Test
  void whereTheTopicAsksForEveryRecordToBeChecked() throws Exception {
    bombard(
        clients.topicLedByFirstNode("bomb-walk", Map.of("tidepost.validate.compressed", "true")));
  }

  @Test
  void whereTheTopicIsCompacted() throws Exception {
    bombard(clients.topicLedByFirstNode("bomb-compact", Map.of("cleanup.policy", "compact")));
  }

  private void bombard(String topic) throws Exception {
    DecentClient decent = new DecentClient(clients);
    try (ExecutorService attackers = Executors.newFixedThreadPool(8)) {
      List<Future<Errors>> answers =
          IntStream.range(0, 24)
              .mapToObj(i -> attackers.submit(() -> produce(topic, i % 2 == 0 ? gzip : zstd)))
              .toList();
      for (Future<Errors> answer : answers) {
        assertNotEquals(Errors.NONE, answer.get());
        assertNotEquals(Errors.UNKNOWN_SERVER_ERROR, answer.get());
      }
    }
    decent.check();
    assertEquals(0, clients.readAll(topic).size());
  }

  private Errors produce(String topic, ByteBuffer batch) throws IOException {
    var data = new ProduceRequestData.TopicProduceData().setName(topic);
    data.partitionData()
        .add(
            new ProduceRequestData.PartitionProduceData()
                .setIndex(0)
                .setRecords(MemoryRecords.readableRecords(batch.duplicate())));
    ProduceRequestData request = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(10_000);
    request.topicData().add(data);
    try (Connection connection = new Connection(server.port())) {
      ProduceResponseData response = connection.call(request, new ProduceResponseData(), 9);
      return Errors.forCode(
          response.responses().iterator().next().partitionResponses().getFirst().errorCode());
    }
  }
}
