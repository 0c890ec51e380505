package io.tidepost.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidepost.wire.records.BatchBuilder;
import io.tidepost.wire.records.BatchChecksum;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.BatchProblem;
import io.tidepost.wire.records.BatchRules;
import io.tidepost.wire.records.BatchValidator;
import io.tidepost.wire.records.RecordIterator;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Record batches as producers send them: what the validator lets pass, everybody can read to its
/// end. Length, version and checksum are put right first, or nothing would get further than them.
class BatchFuzzTest {

  private static final int DECOMPRESSED_MAX = 1 << 20;
  private static final long NOW = 1_700_000_000_000L;

  static Stream<byte[]> good() {
    return Stream.of(0, 1, 5)
        .map(count -> {
          BatchBuilder builder = new BatchBuilder().producer(7, (short) 0, 0);
          for (int i = 0; i <= count; i++) {
            builder.append(NOW + i, ByteBuffer.wrap(new byte[] {1}), ByteBuffer.allocate(9));
          }
          ByteBuffer batch = builder.build();
          byte[] bytes = new byte[batch.remaining()];
          batch.get(bytes);
          return bytes;
        });
  }

  @MethodSource("good")
  @FuzzTest(maxDuration = "60s")
  void batches(byte[] data) {
    if (data.length < BatchHeader.SIZE) {
      return;
    }
    ByteBuffer batch = ByteBuffer.wrap(data.clone());
    batch.putInt(BatchHeader.BATCH_LENGTH, data.length - BatchHeader.LENGTH_OVERHEAD);
    batch.put(BatchHeader.MAGIC, (byte) 2);
    BatchChecksum.patch(batch, 0);
    check(batch, BatchRules.CLIENT);
    check(batch, BatchRules.INTERNAL);
  }

  private static void check(ByteBuffer batch, BatchRules rules) {
    BatchProblem problem = new BatchValidator().check(batch, rules, NOW);
    boolean walked = BatchHeader.codec(batch, 0) == 0;
    if (problem != BatchProblem.NONE || !walked || BatchHeader.isControl(batch, 0)) {
      return;
    }
    int records = 0;
    RecordIterator all = new RecordIterator().start(batch, 0, DECOMPRESSED_MAX);
    while (all.next()) {
      records++;
      all.headers();
      assertEquals(BatchHeader.baseOffset(batch, 0) + all.offsetDelta(), all.offset());
    }
    assertEquals(BatchHeader.recordCount(batch, 0), records);
  }
}
