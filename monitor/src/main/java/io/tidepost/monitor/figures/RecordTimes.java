package io.tidepost.monitor.figures;

import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.log.FileRecords;
import io.tidepost.log.LogWork;
import io.tidepost.replica.PartitionRead;
import io.tidepost.replica.PartitionReader;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.RecordData;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.DamagedBatchException;
import io.tidepost.wire.records.RecordIterator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/// Finds the timestamp that a stored record carries. Blocks on files: for virtual threads.
final class RecordTimes {

  /// There is no such record, or it cannot be read.
  static final long NONE = -1;

  private static final int DECOMPRESSED_BYTES_MAX = 64 << 20;

  private RecordTimes() {}

  /// The timestamp of the first record at an offset or behind it.
  static long at(HostedPartition partition, long offset) {
    CompletableFuture<PartitionRead> answer = new CompletableFuture<>();
    partition.loop().execute(() -> read(partition, offset, answer));
    PartitionRead read = Waiting.await(answer);
    RecordData records = read.records();
    if (read.error() != ErrorCode.NONE || records == null || read.sizeInBytes() == 0) {
      return NONE;
    }
    try {
      return timestamp(records, offset);
    } catch (IOException | DamagedBatchException e) {
      return NONE; // whoever consumes it is told, with the file and the offset
    }
  }

  private static void read(
      HostedPartition partition, long offset, CompletableFuture<PartitionRead> answer) {
    PartitionRead read;
    try {
      read = PartitionReader.read(partition.replica(), offset, -1, -1, 1, true, false);
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
      return;
    }
    LogWork work = read.work();
    if (work == null) {
      answer.complete(read);
    } else {
      partition.runWork(work, () -> read(partition, offset, answer));
    }
  }

  private static long timestamp(RecordData records, long offset) throws IOException {
    ByteBuffer head = bytes(records, BatchHeader.SIZE);
    if (head.remaining() < BatchHeader.SIZE) {
      return NONE;
    }
    if (BatchHeader.isLogAppendTime(head, 0)) {
      return BatchHeader.maxTimestamp(head, 0);
    }
    if (BatchHeader.baseOffset(head, 0) >= offset) {
      return BatchHeader.baseTimestamp(head, 0);
    }
    ByteBuffer batch = bytes(records, BatchHeader.sizeInBytes(head, 0));
    RecordIterator each = new RecordIterator().start(batch, 0, DECOMPRESSED_BYTES_MAX);
    while (each.next()) {
      if (each.offset() >= offset) {
        return each.timestamp();
      }
    }
    return BatchHeader.maxTimestamp(head, 0);
  }

  private static ByteBuffer bytes(RecordData records, int wanted) throws IOException {
    ByteBuffer copy = ByteBuffer.allocate(Math.min(wanted, records.sizeInBytes()));
    switch (records) {
      case BufferRecords memory -> {
        ByteBuffer from = memory.buffer();
        copy.put(0, from, from.position(), copy.capacity());
        copy.position(copy.capacity());
      }
      case FileRecords file -> {
        while (copy.hasRemaining()
            && file.file().read(copy, file.position() + copy.position()) >= 0) {
          continue;
        }
      }
      default -> throw new IOException("records in " + records.getClass() + " cannot be read");
    }
    return copy.flip();
  }
}
