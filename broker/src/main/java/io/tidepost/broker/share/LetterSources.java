package io.tidepost.broker.share;

import io.tidepost.broker.Log;
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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads records that were given up out of the log once more, to be copied. What cannot be read, or
/// is more than one letter should hold in memory, is left out: its letter says where it stands.
final class LetterSources {

  private static final Log LOG = Log.of(LetterSources.class);
  private static final int BYTES_MAX = 4 << 20;
  private static final int DECOMPRESSED_BYTES_MAX = 64 << 20;

  private final HostedPartition partition;
  private final Executor pool;
  private final Map<Long, LetterSource> found = new HashMap<>();

  LetterSources(HostedPartition partition, Executor pool) {
    this.partition = partition;
    this.pool = pool;
  }

  /// On the partition's owner loop.
  ///
  /// @param done gets what was found by offset, on the loop
  void read(long first, long last, Consumer<Map<Long, LetterSource>> done) {
    PartitionRead read =
        PartitionReader.read(partition.leader(), first, -1, -1, BYTES_MAX, true, false);
    LogWork work = read.work();
    if (work != null) {
      partition.runWork(work, () -> read(first, last, done));
      return;
    }
    RecordData records = read.records();
    if (read.error() != ErrorCode.NONE || records == null) {
      done.accept(found);
      return;
    }
    pool.execute(() -> {
      try {
        take(bytes(records), first, last);
      } catch (IOException | DamagedBatchException e) {
        LOG.warn("{}: records from offset {} cannot be copied: {}", partition, first, e.toString());
      }
      partition.loop().execute(() -> done.accept(found));
    });
  }

  private static ByteBuffer bytes(RecordData records) throws IOException {
    return switch (records) {
      case BufferRecords memory -> memory.buffer();
      case FileRecords file -> {
        ByteBuffer buffer = ByteBuffer.allocate(file.sizeInBytes());
        while (buffer.hasRemaining()) {
          if (file.file().read(buffer, file.position() + buffer.position()) < 0) {
            break;
          }
        }
        yield buffer.flip();
      }
      default -> throw new IOException("records in " + records.getClass() + " cannot be read");
    };
  }

  private void take(ByteBuffer batches, long first, long last) {
    RecordIterator records = new RecordIterator();
    int at = batches.position();
    while (batches.limit() - at >= BatchHeader.SIZE) {
      int size = BatchHeader.sizeInBytes(batches, at);
      if (size > batches.limit() - at || BatchHeader.baseOffset(batches, at) > last) {
        return;
      }
      if (!BatchHeader.isControl(batches, at)) {
        records.start(batches, at, DECOMPRESSED_BYTES_MAX);
        while (records.next()) {
          long offset = records.offset();
          if (offset >= first && offset <= last) {
            found.put(offset, new LetterSource(copy(records.key()), copy(records.value())));
          }
        }
      }
      at += size;
    }
  }

  private static @Nullable ByteBuffer copy(@Nullable ByteBuffer bytes) {
    return bytes == null
        ? null
        : ByteBuffer.allocate(bytes.remaining()).put(0, bytes, bytes.position(), bytes.remaining());
  }
}
