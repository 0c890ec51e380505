package io.tidepost.broker.coordinator;

import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.coordinator.runtime.Shard;
import io.tidepost.coordinator.runtime.ShardReplay;
import io.tidepost.log.DamagedRange;
import io.tidepost.log.FileRecords;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.log.ReadResult;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.RecordData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a coordinator's partition from its start to where it ended when it began to be led here,
/// in chunks: the owner loop only finds the bytes, the I/O pool reads them and builds the state.
/// Everything up to there must be committed before anybody is served.
///
/// @param <S> the shard
final class ShardLoader<S extends Shard> {

  private static final long RETRY_MILLIS = 10;

  private final HostedPartition partition;
  private final Executor pool;
  private final ShardReplay<S> replay;
  private final Consumer<S> loaded;
  private final Consumer<String> operatorLog;
  private final int chunkBytes;
  private final long endOffset;
  private volatile boolean cancelled;
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  /// On the owner loop.
  ///
  /// @param shard empty
  /// @param loaded gets the shard on the owner loop once it is complete
  ShardLoader(
      HostedPartition partition,
      Executor pool,
      S shard,
      int chunkBytes,
      Consumer<S> loaded,
      Consumer<String> operatorLog) {
    PartitionLog log = partition.leader().log();
    this.partition = partition;
    this.pool = pool;
    this.replay = new ShardReplay<>(shard, log.logStartOffset(), operatorLog);
    this.chunkBytes = chunkBytes;
    this.endOffset = log.logEndOffset();
    this.loaded = loaded;
    this.operatorLog = operatorLog;
  }

  /// Nobody wants the result any more. Any thread.
  void cancel() {
    cancelled = true;
  }

  /// Finds the next chunk. On the owner loop.
  void step() {
    if (cancelled) {
      return;
    }
    if (replay.nextOffset() >= endOffset) {
      loaded.accept(replay.shard());
      return;
    }
    long highWatermark = partition.leader().highWatermark();
    if (replay.nextOffset() >= highWatermark) {
      partition.loop().schedule(RETRY_MILLIS, this::step);
      return;
    }
    try {
      PartitionLog log = partition.leader().log();
      take(log, log.read(replay.nextOffset(), chunkBytes, highWatermark, true));
    } catch (IOException e) {
      failed(e);
    }
  }

  private void take(PartitionLog log, ReadResult result) {
    switch (result.status()) {
      case OK -> takeRecords(result.records(), result.nextOffset());
      case VERIFY -> verify(result.work());
      case OFFSET_OUT_OF_RANGE -> {
        replay.skipTo(log.logStartOffset());
        partition.loop().execute(this::step);
      }
      case CORRUPT -> passOverDamage(log, result);
    }
  }

  private void verify(@Nullable LogWork work) {
    if (work == null) {
      partition.loop().execute(this::step);
      return;
    }
    pool.execute(() -> {
      try {
        work.run();
        partition
            .loop()
            .execute(() -> {
              work.completed();
              step();
            });
      } catch (IOException e) {
        partition
            .loop()
            .execute(() -> {
              work.failed(e);
              failed(e);
            });
      }
    });
  }

  /// Damage in the middle of the partition costs what is in it, not the state behind it.
  private void passOverDamage(PartitionLog log, ReadResult result) {
    operatorLog.accept("The coordinator is loaded without a damaged part: " + result.message());
    long next = endOffset;
    for (DamagedRange range : log.damagedRanges()) {
      if (range.endOffset() > replay.nextOffset()) {
        next = Math.min(next, range.endOffset());
      }
    }
    replay.skipTo(next);
    partition.loop().execute(this::step);
  }

  private void takeRecords(RecordData records, long nextOffset) {
    switch (records) {
      case FileRecords file -> pool.execute(() -> readAndTake(file, nextOffset));
      case BufferRecords memory -> {
        replay.take(memory.buffer());
        taken(nextOffset);
      }
      default ->
          throw new IllegalStateException("records in " + records.getClass() + " cannot be read");
    }
  }

  private void readAndTake(FileRecords file, long nextOffset) {
    try {
      ByteBuffer chunk = read(file);
      replay.take(chunk);
      partition.loop().execute(() -> taken(nextOffset));
    } catch (IOException e) {
      partition.loop().execute(() -> failed(e));
    }
  }

  private void taken(long nextOffset) {
    // Compaction leaves gaps; the log knows where the next batch begins.
    replay.skipTo(nextOffset);
    partition.loop().execute(this::step);
  }

  private ByteBuffer read(FileRecords file) throws IOException {
    if (buffer.capacity() < file.sizeInBytes()) {
      buffer = ByteBuffer.allocate(Math.max(file.sizeInBytes(), chunkBytes));
    }
    ByteBuffer chunk = buffer.clear().limit(file.sizeInBytes());
    while (chunk.hasRemaining()) {
      if (file.file().read(chunk, file.position() + chunk.position()) < 0) {
        break;
      }
    }
    return chunk.flip();
  }

  private void failed(IOException e) {
    operatorLog.accept("The state in " + partition.topicPartition() + " cannot be loaded: " + e);
  }
}
