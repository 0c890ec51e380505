package io.tidepost.wire.records;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.wire.compression.Compression;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Batches that Kafka builds are read by us, batches that we build are read by Kafka, with each
/// codec and on seeded content.
final class BatchesAgainstKafkaTest {

  private static final int LIMIT = 64 << 20;
  private static final long NOW = 1_700_000_000_000L;

  static Stream<Arguments> codecsAndSeeds() {
    return Arrays.stream(Compression.values())
        .flatMap(codec -> Stream.of(1, 2, 3, 4, 5, 6).map(seed -> Arguments.of(codec, seed)));
  }

  private static org.apache.kafka.common.compress.Compression kafka(Compression codec) {
    return org.apache.kafka.common.compress.Compression.of(codec.codecName()).build();
  }

  @ParameterizedTest
  @MethodSource("codecsAndSeeds")
  void weReadWhatKafkaWrites(Compression codec, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<SimpleRecord> expected = RandomRecords.list(random, 1 + random.nextInt(200));
    long baseOffset = random.nextLong(1L << 40);
    MemoryRecords kafka =
        MemoryRecords.withRecords(
            (byte) 2,
            baseOffset,
            kafka(codec),
            TimestampType.CREATE_TIME,
            7L,
            (short) 3,
            42,
            5,
            true,
            expected.toArray(SimpleRecord[]::new));
    ByteBuffer buffer = RandomRecords.direct(kafka.buffer(), 13);

    BatchValidator validator = new BatchValidator();
    BatchRules rules = new BatchRules(true, true, false, true, LIMIT, true, 200_000, 200_000);
    assertEquals(BatchProblem.NONE, validator.check(buffer, rules, NOW), validator::message);
    assertEquals(expected.size(), validator.records());
    assertEquals(
        expected.stream().mapToLong(SimpleRecord::timestamp).max().orElseThrow(),
        validator.maxTimestamp());
    assertEquals(7, BatchHeader.producerId(buffer, 13));
    assertEquals(42, BatchHeader.baseSequence(buffer, 13));
    assertTrue(BatchHeader.isTransactional(buffer, 13));

    RecordIterator records = new RecordIterator().start(buffer, 13, LIMIT);
    for (int i = 0; i < expected.size(); i++) {
      assertTrue(records.next());
      assertEquals(baseOffset + i, records.offset());
      assertSame(expected.get(i), records);
    }
    assertFalse(records.next());
  }

  private static void assertSame(SimpleRecord expected, RecordIterator found) {
    assertEquals(expected.timestamp(), found.timestamp());
    assertArrayEquals(RandomRecords.array(expected.key()), RandomRecords.array(found.key()));
    assertArrayEquals(RandomRecords.array(expected.value()), RandomRecords.array(found.value()));
    List<RecordHeader> headers = found.headers();
    assertEquals(expected.headers().length, headers.size());
    for (int h = 0; h < headers.size(); h++) {
      assertEquals(expected.headers()[h].key(), headers.get(h).name());
      assertArrayEquals(expected.headers()[h].value(), RandomRecords.array(headers.get(h).value()));
    }
  }

  @ParameterizedTest
  @MethodSource("codecsAndSeeds")
  void kafkaReadsWhatWeWrite(Compression codec, int seed) {
    SplittableRandom random = new SplittableRandom(1000 + seed);
    List<SimpleRecord> expected = RandomRecords.list(random, 1 + random.nextInt(200));
    ByteBuffer batch = build(codec, expected);
    MutableRecordBatch kafka = onlyBatch(batch);
    kafka.ensureValid();
    assertEquals(77, kafka.baseOffset());
    assertEquals(77 + expected.size() - 1, kafka.lastOffset());
    assertEquals(9, kafka.partitionLeaderEpoch());
    assertEquals(123, kafka.producerId());
    assertEquals(4, kafka.producerEpoch());
    assertEquals(1000, kafka.baseSequence());
    assertTrue(kafka.isTransactional());
    assertEquals(codec.codecName(), kafka.compressionType().name);
    assertRecords(expected, kafka);
  }

  private static ByteBuffer build(Compression codec, List<SimpleRecord> content) {
    BatchBuilder builder =
        new BatchBuilder()
            .compression(codec)
            .baseOffset(77)
            .leaderEpoch(9)
            .producer(123, (short) 4, 1000)
            .transactional();
    for (SimpleRecord record : content) {
      List<RecordHeader> headers =
          Arrays.stream(record.headers())
              .map(header -> new RecordHeader(header.key(), wrap(header)))
              .toList();
      builder.append(record.timestamp(), record.key(), record.value(), headers);
    }
    return builder.build();
  }

  private static @org.jspecify.annotations.Nullable ByteBuffer wrap(Header header) {
    return header.value() == null ? null : ByteBuffer.wrap(header.value());
  }

  private static MutableRecordBatch onlyBatch(ByteBuffer batch) {
    var batches = MemoryRecords.readableRecords(batch).batches().iterator();
    MutableRecordBatch only = batches.next();
    assertFalse(batches.hasNext());
    return only;
  }

  private static void assertRecords(List<SimpleRecord> expected, RecordBatch batch) {
    int i = 0;
    for (Record record : batch) {
      assertEquals(expected.get(i), new SimpleRecord(record));
      assertEquals(batch.baseOffset() + i, record.offset());
      i++;
    }
    assertEquals(expected.size(), i);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void recompressesIntoEveryCodec(Compression from) {
    SplittableRandom random = new SplittableRandom(99);
    List<SimpleRecord> expected = RandomRecords.list(random, 50);
    ByteBuffer batch = build(from, expected);
    for (Compression to : Compression.values()) {
      ByteBuffer rewritten = BatchRewrite.recompress(batch, 0, to, to.levelDefault(), LIMIT);
      MutableRecordBatch kafka = onlyBatch(rewritten);
      kafka.ensureValid();
      assertEquals(to.codecName(), kafka.compressionType().name);
      assertEquals(1000, kafka.baseSequence());
      assertRecords(expected, kafka);
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void patchesTimestampsInPlace(Compression codec) {
    List<SimpleRecord> content = RandomRecords.list(new SplittableRandom(5), 20);
    ByteBuffer batch = build(codec, content);
    BatchRewrite.setTimestamps(batch, 0, true, NOW + 1);
    MutableRecordBatch kafka = onlyBatch(batch);
    kafka.ensureValid();
    assertEquals(TimestampType.LOG_APPEND_TIME, kafka.timestampType());
    assertEquals(NOW + 1, kafka.maxTimestamp());
    for (Record record : kafka) {
      assertEquals(NOW + 1, record.timestamp());
    }
    RecordIterator records = new RecordIterator().start(batch, 0, LIMIT);
    assertTrue(records.next());
    assertEquals(NOW + 1, records.timestamp());
  }

  /// What is left of a batch is what Kafka reads, at the offsets and with the sequence numbers that
  /// the records had.
  @ParameterizedTest
  @MethodSource("codecsAndSeeds")
  void recordsAreTakenOut(Compression codec, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<SimpleRecord> all = RandomRecords.list(random, 1 + random.nextInt(200));
    MemoryRecords kafka =
        MemoryRecords.withRecords(
            (byte) 2,
            100,
            kafka(codec),
            TimestampType.CREATE_TIME,
            7L,
            (short) 3,
            42,
            5,
            true,
            all.toArray(SimpleRecord[]::new));
    ByteBuffer batch = RandomRecords.direct(kafka.buffer(), 13);
    BitSet gone = new BitSet();
    for (int i = 0; i < all.size(); i++) {
      gone.set(i, seed == 1 || random.nextInt(3) == 0);
    }
    ByteBuffer left = BatchRewrite.without(batch, batch.position(), gone, LIMIT);
    MutableRecordBatch read = MemoryRecords.readableRecords(left).batches().iterator().next();
    read.ensureValid();
    assertEquals(100 + all.size() - 1, read.lastOffset());
    assertEquals(42, read.baseSequence());
    assertEquals(42 + all.size() - 1, read.lastSequence());
    assertTrue(read.isTransactional());
    assertEquals(all.size() - gone.cardinality(), read.countOrNull());
    int next = -1;
    long latest = -1;
    for (Record record : read) {
      next = gone.nextClearBit(next + 1);
      assertEquals(100 + next, record.offset());
      assertEquals(all.get(next), new SimpleRecord(record));
      latest = Math.max(latest, record.timestamp());
    }
    assertEquals(all.size(), gone.nextClearBit(next + 1));
    if (next >= 0) {
      assertEquals(latest, read.maxTimestamp());
    }
    assertEquals(BatchProblem.NONE, new BatchValidator().check(left, BatchRules.INTERNAL, NOW));
  }
}
