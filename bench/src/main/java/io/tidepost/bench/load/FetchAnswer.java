package io.tidepost.bench.load;

import io.tidepost.compat.raw.Connection;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.record.internal.MemoryRecords;

/// What one fetch brought: moves offsets forward by reading batch headers only.
public final class FetchAnswer {
  private static final int BATCH_LENGTH = 8;
  private static final int LAST_OFFSET_DELTA = 23;
  private static final int OVERHEAD = 12;

  private FetchAnswer() {}

  /// Reads one answer, moves `offsets` behind the last whole batch of each partition and returns
  /// the bytes of records received.
  public static long receive(Connection connection, long[] offsets) {
    FetchResponseData response = connection.receive(new FetchResponseData(), Wire.FETCH);
    long bytes = 0;
    for (var topic : response.responses()) {
      for (var partition : topic.partitions()) {
        if (partition.errorCode() != 0) {
          throw new IllegalStateException("fetch was answered with error " + partition.errorCode());
        }
        if (partition.records() instanceof MemoryRecords records) {
          ByteBuffer buffer = records.buffer();
          bytes += buffer.remaining();
          offsets[partition.partitionIndex()] = behind(buffer, offsets[partition.partitionIndex()]);
        }
      }
    }
    return bytes;
  }

  private static long behind(ByteBuffer records, long offset) {
    long next = offset;
    int at = records.position();
    while (records.limit() - at >= OVERHEAD + LAST_OFFSET_DELTA) {
      int size = OVERHEAD + records.getInt(at + BATCH_LENGTH);
      if (records.limit() - at < size) {
        break;
      }
      next = records.getLong(at) + records.getInt(at + LAST_OFFSET_DELTA) + 1;
      at += size;
    }
    return next;
  }
}
