package io.tidepost.wire.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.compression.Compression;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each way in which a client's batch can be wrong is named, and none gets through.
final class BatchValidatorTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final BatchRules DEEP =
      new BatchRules(true, true, false, true, 1 << 20, true, 1000, 1000);

  private final BatchValidator validator = new BatchValidator();

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static BatchBuilder threeRecords() {
    return new BatchBuilder()
        .append(NOW, text("k1"), text("v1"))
        .append(NOW + 1, null, text("v2"), List.of(new RecordHeader("h", null)))
        .append(NOW + 2, text("k3"), null);
  }

  private BatchProblem patched(Consumer<ByteBuffer> damage) {
    ByteBuffer batch = threeRecords().build();
    damage.accept(batch);
    BatchChecksum.patch(batch, 0);
    return validator.check(batch, DEEP, NOW);
  }

  @Test
  void takesSoundBatch() {
    ByteBuffer batch = threeRecords().build();
    assertEquals(BatchProblem.NONE, validator.check(batch, DEEP, NOW));
    assertEquals(1, validator.batches());
    assertEquals(3, validator.records());
    assertEquals(NOW + 2, validator.maxTimestamp());
    assertEquals(0, batch.position());
  }

  @Test
  void namesWhatTheHeaderGetsWrong() {
    assertEquals(BatchProblem.RECORD_COUNT, patched(b -> b.putInt(BatchHeader.RECORD_COUNT, 2)));
    assertEquals(
        BatchProblem.RECORD_COUNT, patched(b -> b.putInt(BatchHeader.LAST_OFFSET_DELTA, 7)));
    assertEquals(
        BatchProblem.RECORD_COUNT,
        patched(b -> {
          b.putInt(BatchHeader.LAST_OFFSET_DELTA, 3);
          b.putInt(BatchHeader.RECORD_COUNT, 4);
        }));
    assertEquals(
        BatchProblem.RECORD_COUNT,
        patched(b -> {
          b.putInt(BatchHeader.LAST_OFFSET_DELTA, -1);
          b.putInt(BatchHeader.RECORD_COUNT, 0);
        }));
    assertEquals(BatchProblem.MAGIC, patched(b -> b.put(BatchHeader.MAGIC, (byte) 1)));
    assertEquals(BatchProblem.CODEC, patched(b -> b.putShort(BatchHeader.ATTRIBUTES, (short) 5)));
    assertEquals(
        BatchProblem.CONTROL, patched(b -> b.putShort(BatchHeader.ATTRIBUTES, (short) 0x20)));
    assertEquals(
        BatchProblem.DELETE_HORIZON,
        patched(b -> b.putShort(BatchHeader.ATTRIBUTES, (short) 0x40)));
    assertEquals(
        BatchProblem.TIMESTAMP_TYPE,
        patched(b -> b.putShort(BatchHeader.ATTRIBUTES, (short) 0x08)));
    assertEquals(
        BatchProblem.SEQUENCE, patched(b -> b.putShort(BatchHeader.ATTRIBUTES, (short) 0x10)));
    assertEquals(BatchProblem.SEQUENCE, patched(b -> b.putLong(BatchHeader.PRODUCER_ID, 5)));
    assertEquals(
        BatchProblem.TIMESTAMP, patched(b -> b.putLong(BatchHeader.BASE_TIMESTAMP, NOW + 5000)));
    assertEquals(0, validator.recordIndex());
    assertEquals(ErrorCode.INVALID_TIMESTAMP, validator.problem().errorCode());
  }

  @Test
  void namesTheRecordWhoseOffsetDeltaIsWrong() {
    ByteBuffer batch =
        new BatchBuilder()
            .append(NOW, null, text("a"))
            .appendAt(7, NOW, null, text("b"), List.of())
            .build();
    batch.putInt(BatchHeader.LAST_OFFSET_DELTA, 1);
    BatchChecksum.patch(batch, 0);
    assertEquals(BatchProblem.OFFSET_DELTA, validator.check(batch, DEEP, NOW));
    assertEquals(1, validator.recordIndex());
    assertEquals(
        "record 1: offset deltas must be 0, 1, 2, ... (offset delta 7)", validator.message());
  }

  @Test
  void internalBatchesMayHaveLostRecords() {
    ByteBuffer batch =
        new BatchBuilder()
            .appendAt(3, NOW, null, text("a"), List.of())
            .appendAt(7, NOW, null, text("b"), List.of())
            .build();
    batch.putInt(BatchHeader.LAST_OFFSET_DELTA, 9);
    BatchChecksum.patch(batch, 0);
    assertEquals(BatchProblem.NONE, validator.check(batch, BatchRules.INTERNAL, NOW));
    batch.putInt(BatchHeader.LAST_OFFSET_DELTA, 6);
    BatchChecksum.patch(batch, 0);
    assertEquals(BatchProblem.OFFSET_DELTA, validator.check(batch, BatchRules.INTERNAL, NOW));
  }

  @Test
  void noticesEveryFlippedBitBehindTheLeaderEpoch() {
    ByteBuffer batch = threeRecords().build();
    for (int bit = 8 * BatchHeader.BATCH_LENGTH; bit < 8 * batch.limit(); bit++) {
      int at = bit / 8;
      if (at >= BatchHeader.PARTITION_LEADER_EPOCH && at < BatchHeader.MAGIC) {
        continue;
      }
      batch.put(at, (byte) (batch.get(at) ^ 1 << bit % 8));
      assertTrue(validator.check(batch, DEEP, NOW) != BatchProblem.NONE, "bit " + bit);
      batch.put(at, (byte) (batch.get(at) ^ 1 << bit % 8));
    }
    assertEquals(BatchProblem.NONE, validator.check(batch, DEEP, NOW));
  }

  @Test
  void refusesEveryTruncation() {
    ByteBuffer batch = threeRecords().build();
    for (int limit = 0; limit < batch.capacity(); limit++) {
      batch.limit(limit);
      BatchProblem found = validator.check(batch, DEEP, NOW);
      assertTrue(
          found == (limit == 0 ? BatchProblem.NO_BATCH : BatchProblem.TRUNCATED), "limit " + limit);
    }
  }

  @Test
  void clientsSendOneBatchInternalWritersSeveral() {
    ByteBuffer one = threeRecords().build();
    ByteBuffer two = ByteBuffer.allocate(2 * one.limit());
    two.put(one.duplicate()).put(one.duplicate()).flip();
    assertEquals(BatchProblem.SEVERAL_BATCHES, validator.check(two, DEEP, NOW));
    assertEquals(one.limit(), validator.position());
    assertEquals(BatchProblem.NONE, validator.check(two, BatchRules.INTERNAL, NOW));
    assertEquals(2, validator.batches());
    assertEquals(6, validator.records());
  }

  @Test
  void compactedTopicsNeedKeysEvenInCompressedBatches() {
    BatchRules keys = new BatchRules(true, true, true, false, 1 << 20, true, 1000, 1000);
    for (Compression codec : Compression.values()) {
      ByteBuffer batch = threeRecords().compression(codec).build();
      assertEquals(BatchProblem.NO_KEY, validator.check(batch, keys, NOW));
      assertEquals(1, validator.recordIndex());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"GZIP", "SNAPPY", "LZ4", "ZSTD"})
  void stopsBombs(Compression codec) {
    BatchBuilder bomb = new BatchBuilder().compression(codec);
    bomb.append(NOW, null, ByteBuffer.allocate(20 << 20));
    ByteBuffer batch = bomb.build();
    assertEquals(BatchProblem.DECOMPRESSED_SIZE, validator.check(batch, DEEP, NOW));
    BatchRules large = new BatchRules(true, true, false, true, 21 << 20, true, 1000, 1000);
    assertEquals(BatchProblem.NONE, validator.check(batch, large, NOW));
  }

  @Test
  void zstdNeedsProduceVersion7() {
    BatchRules old = new BatchRules(true, false, false, false, 1 << 20, true, 1000, 1000);
    ByteBuffer batch = threeRecords().compression(Compression.ZSTD).build();
    assertEquals(BatchProblem.CODEC_TOO_NEW, validator.check(batch, old, NOW));
  }

  static IntStream seeds() {
    return IntStream.range(0, 20);
  }

  /// Garbage behind a right checksum: whatever is accepted can be iterated.
  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsAcceptedCanBeRead(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 3000; round++) {
      Compression codec = Compression.values()[random.nextInt(round % 10 == 0 ? 5 : 1)];
      ByteBuffer batch = threeRecords().compression(codec).build();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        int at = random.nextInt(BatchHeader.ATTRIBUTES, batch.limit());
        batch.put(
            at,
            (byte)
                (random.nextBoolean() ? batch.get(at) ^ 1 << random.nextInt(8) : random.nextInt()));
      }
      BatchChecksum.patch(batch, 0);
      if (validator.check(batch, DEEP, NOW) == BatchProblem.NONE) {
        RecordIterator records = new RecordIterator().start(batch, 0, 1 << 20);
        int expected = 0;
        while (records.next()) {
          assertEquals(expected++, records.offsetDelta());
          assertEquals(records.headerCount(), records.headers().size());
        }
        assertEquals(BatchHeader.recordCount(batch, 0), expected);
      }
    }
  }
}
