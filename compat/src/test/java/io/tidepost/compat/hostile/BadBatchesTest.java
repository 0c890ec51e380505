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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Batches that are wrong are refused with an error and never stored; the partition goes on.
@ExtendWith(Shared.class)
final class BadBatchesTest {
  private static final int BATCH_LENGTH = 8;
  private static final int MAGIC = 16;
  private static final int CRC = 17;
  private static final int ATTRIBUTES = 21;
  private static final int LAST_OFFSET_DELTA = 23;
  private static final int COUNT = 57;
  private static final int RECORDS = 61;

  private final ServerUnderTest server;
  private final Clients clients;
  private final String topic;
  private @Nullable DecentClient decent;

  BadBatchesTest(ServerUnderTest server) {
    this.server = server;
    this.clients = new Clients(server);
    this.topic = clients.topicLedByFirstNode("bad-batches", Map.of());
  }

  @BeforeEach
  void startDecentClient() {
    clients.writeNumbers(topic, 0, 1, 1);
    decent = new DecentClient(clients);
  }

  @AfterEach
  void nothingWasStoredAndNobodyElseNoticed() throws InterruptedException {
    Objects.requireNonNull(decent).check();
    clients.writeNumbers(topic, 0, 2, 2);
    assertEquals(List.of("1", "2"), Clients.values(clients.readAll(topic)));
  }

  /// A sound batch of two records, to be spoilt.
  private static ByteBuffer batch(Compression compression) {
    byte[] value = "value".getBytes(StandardCharsets.US_ASCII);
    return MemoryRecords.withRecords(
            compression,
            new SimpleRecord(1_700_000_000_000L, null, value),
            new SimpleRecord(1_700_000_000_001L, null, value))
        .buffer();
  }

  private static ByteBuffer batch() {
    return batch(Compression.NONE);
  }

  private static ByteBuffer withCrc(ByteBuffer batch) {
    CRC32C crc = new CRC32C();
    crc.update(batch.duplicate().position(ATTRIBUTES));
    return batch.putInt(CRC, (int) crc.getValue());
  }

  /// The error with which the broker answers to the produce request; -1 is its unknown server
  /// error.
  private int produce(ByteBuffer records) throws IOException {
    ProduceRequestData request = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(10_000);
    var data = new ProduceRequestData.TopicProduceData().setName(topic);
    data.partitionData()
        .add(
            new ProduceRequestData.PartitionProduceData()
                .setIndex(0)
                .setRecords(MemoryRecords.readableRecords(records)));
    request.topicData().add(data);
    try (Connection connection = new Connection(server.port())) {
      ProduceResponseData response = connection.call(request, new ProduceResponseData(), 9);
      return response.responses().iterator().next().partitionResponses().getFirst().errorCode();
    }
  }

  private void assertRefused(ByteBuffer records, Errors... errors) throws IOException {
    int code = produce(records);
    assertNotEquals(0, code);
    assertTrue(
        List.of(errors).contains(Errors.forCode((short) code)),
        () -> "refused with " + Errors.forCode((short) code));
  }

  @Test
  void aWrongChecksum() throws IOException {
    ByteBuffer batch = batch();
    assertRefused(batch.putInt(CRC, batch.getInt(CRC) + 1), Errors.CORRUPT_MESSAGE);
  }

  @Test
  void aFlippedBitInACompressedBatch() throws IOException {
    ByteBuffer batch = batch(Compression.gzip().build());
    int last = batch.limit() - 3;
    assertRefused(batch.put(last, (byte) (batch.get(last) ^ 4)), Errors.CORRUPT_MESSAGE);
  }

  @Test
  void aWrongCountOfRecords() throws IOException {
    assertRefused(withCrc(batch().putInt(COUNT, 3)), Errors.INVALID_RECORD, Errors.CORRUPT_MESSAGE);
    assertRefused(withCrc(batch().putInt(COUNT, 1)), Errors.INVALID_RECORD, Errors.CORRUPT_MESSAGE);
    assertRefused(
        withCrc(batch().putInt(COUNT, -1)), Errors.INVALID_RECORD, Errors.CORRUPT_MESSAGE);
  }

  @Test
  void offsetDeltasWithAGap() throws IOException {
    assumeFalse(
        ServerUnderTest.isApacheKafka(),
        "Apache Kafka 4.3.1 stores it, and readers then skip honest records");
    ByteBuffer batch = batch();
    int second = RECORDS + 1 + (batch.get(RECORDS) >> 1);
    assertEquals(2, batch.get(second + 3), "the delta 1, zigzag");
    batch.put(second + 3, (byte) 14).putInt(LAST_OFFSET_DELTA, 7);
    assertRefused(withCrc(batch), Errors.INVALID_RECORD, Errors.CORRUPT_MESSAGE);
  }

  @Test
  void aLastOffsetDeltaThatIsNotTheCount() throws IOException {
    assertRefused(
        withCrc(batch().putInt(LAST_OFFSET_DELTA, 9)),
        Errors.INVALID_RECORD,
        Errors.CORRUPT_MESSAGE);
    assertRefused(
        withCrc(batch().putInt(LAST_OFFSET_DELTA, -1)),
        Errors.INVALID_RECORD,
        Errors.CORRUPT_MESSAGE);
  }

  @Test
  void aCodecThatNobodyKnows() throws IOException {
    ByteBuffer batch = batch();
    assertNotEquals(0, produce(withCrc(batch.putShort(ATTRIBUTES, (short) 7))));
  }

  @Test
  void aFormatThatIsTooOldOrTooNew() throws IOException {
    assertNotEquals(0, produce(withCrc(batch().put(MAGIC, (byte) 1))));
    assertNotEquals(0, produce(withCrc(batch().put(MAGIC, (byte) 9))));
  }

  @Test
  void aLengthThatLeadsOutOfTheRequest() throws IOException {
    ByteBuffer batch = batch();
    assertNotEquals(0, produce(batch.putInt(BATCH_LENGTH, 1_000_000)));
    assertNotEquals(0, produce(batch().putInt(BATCH_LENGTH, -5)));
    assertNotEquals(0, produce(batch().putInt(BATCH_LENGTH, 3)));
  }

  @Test
  void twoBatchesInOneRequest() throws IOException {
    ByteBuffer one = batch();
    ByteBuffer two =
        ByteBuffer.allocate(2 * one.limit()).put(one.duplicate()).put(one.duplicate()).flip();
    assertRefused(two, Errors.INVALID_RECORD);
  }

  @Test
  void aControlBatchFromAClient() throws IOException {
    assertRefused(
        withCrc(batch().putShort(ATTRIBUTES, (short) 0x20)),
        Errors.INVALID_RECORD,
        Errors.INVALID_REQUEST);
  }

  @Test
  void noBatchAtAllAndABatchThatIsCutShort() throws IOException {
    ByteBuffer batch = batch();
    assertNotEquals(0, produce(batch.limit(batch.limit() - 4)));
    assertNotEquals(0, produce(ByteBuffer.allocate(5)));
  }
}
