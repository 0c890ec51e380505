package io.tidepost.wire.records;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;

/// Seeded content for batches: nulls, empty values, headers, compressible and random bytes.
final class RandomRecords {

  private RandomRecords() {}

  static List<SimpleRecord> list(RandomGenerator random, int count) {
    List<SimpleRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RecordHeader[] headers = new RecordHeader[random.nextInt(4) == 0 ? random.nextInt(4) : 0];
      for (int h = 0; h < headers.length; h++) {
        headers[h] = new RecordHeader("header-" + random.nextInt(100), bytes(random, 20));
      }
      records.add(
          new SimpleRecord(
              1_700_000_000_000L + random.nextInt(-100_000, 100_000),
              bytes(random, 30),
              bytes(random, random.nextInt(10) == 0 ? 200_000 : 300),
              headers));
    }
    return records;
  }

  private static byte @Nullable [] bytes(RandomGenerator random, int most) {
    if (random.nextInt(5) == 0) {
      return null;
    }
    byte[] bytes = new byte[random.nextInt(most + 1)];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    } else {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) ('a' + i % (1 + bytes.length % 7));
      }
    }
    return bytes;
  }

  static byte @Nullable [] array(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }

  static ByteBuffer direct(ByteBuffer heap, int padding) {
    ByteBuffer direct = ByteBuffer.allocateDirect(heap.remaining() + 2 * padding);
    direct.put(padding, heap, heap.position(), heap.remaining());
    return direct.limit(padding + heap.remaining()).position(padding);
  }
}
