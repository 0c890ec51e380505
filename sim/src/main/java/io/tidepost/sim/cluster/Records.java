package io.tidepost.sim.cluster;

import io.tidepost.base.DiskFile;
import io.tidepost.log.FileRecords;
import io.tidepost.sim.log.SimulationFailure;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.RecordData;
import io.tidepost.wire.records.BatchChecksum;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.RecordIterator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Bytes and values of records.
final class Records {

  private Records() {}

  /// The bytes as they would travel: a copy.
  static ByteBuffer bytes(@Nullable RecordData data) throws IOException {
    if (data == null) {
      return ByteBuffer.allocate(0);
    }
    ByteBuffer copy = ByteBuffer.allocate(data.sizeInBytes());
    switch (data) {
      case BufferRecords inMemory -> copy.put(inMemory.buffer().duplicate());
      case FileRecords inFile -> {
        DiskFile file = inFile.file();
        while (copy.hasRemaining() && file.read(copy, inFile.position() + copy.position()) > 0) {}
      }
      default -> throw new IllegalStateException("records of " + data.getClass());
    }
    return copy.flip();
  }

  /// Values by offset.
  static NavigableMap<Long, Long> values(ByteBuffer batches) {
    NavigableMap<Long, Long> values = new TreeMap<>();
    for (int at = batches.position();
        at < batches.limit();
        at += BatchHeader.sizeInBytes(batches, at)) {
      if (!BatchChecksum.matches(batches, at)) {
        throw new SimulationFailure(
            "the batch at offset " + BatchHeader.baseOffset(batches, at) + " is damaged");
      }
      RecordIterator records = new RecordIterator().start(batches, at, 1 << 20);
      while (records.next()) {
        ByteBuffer value = records.value();
        if (value != null) {
          values.put(records.offset(), value.getLong(value.position()));
        }
      }
    }
    return values;
  }

  /// The first batches in which two logs differ, in words.
  static String difference(ByteBuffer one, ByteBuffer other) {
    int at = one.position() + Math.max(0, one.mismatch(other));
    return "%s and %s".formatted(batchAt(one, at), batchAt(other, at));
  }

  private static String batchAt(ByteBuffer batches, int position) {
    int at = batches.position();
    while (at < batches.limit() && at + BatchHeader.sizeInBytes(batches, at) <= position) {
      at += BatchHeader.sizeInBytes(batches, at);
    }
    return at >= batches.limit()
        ? "nothing"
        : "offset %d of leader epoch %d"
            .formatted(BatchHeader.baseOffset(batches, at), BatchHeader.leaderEpoch(batches, at));
  }
}
