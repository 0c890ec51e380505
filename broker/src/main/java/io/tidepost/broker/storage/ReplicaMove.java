package io.tidepost.broker.storage;

import io.tidepost.base.Disk;
import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.broker.Log;
import io.tidepost.log.AppendOrigin;
import io.tidepost.log.AppendResult;
import io.tidepost.log.DamagedRange;
import io.tidepost.log.FileRecords;
import io.tidepost.log.FutureReplica;
import io.tidepost.log.LogEnvironment;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.log.ReadResult;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Moves one partition to another log directory of this node while it is written and read
/// (KIP-113): its batches are copied to a directory whose name ends in `-future`; once that has
/// caught up, the partition pauses for as long as the last batches and the exchange of the two
/// directories take. See [FutureReplica] for what a crash in between leaves behind.
///
/// The source is read on the partition's loop, which owns it; the copy belongs to this class, one
/// task of the I/O pool at a time.
final class ReplicaMove {

  private static final Log LOG = Log.of(ReplicaMove.class);
  private static final int CHUNK = 1 << 20;

  private final LogManager logs;
  private final HostedPartition partition;
  private final StorageDirectory target;
  private final Runnable over;
  private final Path directory;
  private final ArrayDeque<LogWork> works = new ArrayDeque<>();
  private @Nullable PartitionLog copy;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private volatile boolean cancelled;
  private volatile long copiedTo;
  private volatile long copiedBytes;

  /// @param over runs when the move has ended, one way or the other
  ReplicaMove(LogManager logs, HostedPartition partition, StorageDirectory target, Runnable over) {
    this.logs = logs;
    this.partition = partition;
    this.target = target;
    this.over = over;
    this.directory =
        target
            .path()
            .resolve(
                FutureReplica.name(partition.topicPartition(), Uuid.random(logs.randomness())));
  }

  HostedPartition partition() {
    return partition;
  }

  StorageDirectory target() {
    return target;
  }

  /// The offset up to which everything is copied. Any thread.
  long copiedTo() {
    return copiedTo;
  }

  /// Bytes of the copy. Any thread.
  long copiedBytes() {
    return copiedBytes;
  }

  private TopicPartition name() {
    return partition.topicPartition();
  }

  private Disk disk() {
    return logs.disk();
  }

  /// Nobody wants it any more; what is copied is removed. Any thread.
  void cancel() {
    cancelled = true;
  }

  void start() {
    logs.pool()
        .execute(() ->
            guarded(() -> {
              copy =
                  PartitionLog.create(
                      new LogEnvironment(
                          disk(),
                          logs.randomness(),
                          works::add,
                          LoggedEvents.INSTANCE,
                          logs.options().producerIdExpirationMillis()),
                      directory,
                      name(),
                      partition.topicId(),
                      partition.settings().log(),
                      now());
              next();
            }));
  }

  private interface Step {
    void run() throws IOException;
  }

  /// Runs a step on the I/O pool; when it fails, the move has failed and the partition stays.
  private void guarded(Step step) {
    try {
      step.run();
      runWorks();
    } catch (IOException e) {
      LOG.error("{} cannot be moved to {}: {}", name(), target, e.toString());
      target.writeFailed(name(), e);
      giveUp();
    }
  }

  private void runWorks() {
    LogWork work;
    while ((work = works.poll()) != null) {
      try {
        work.run();
        work.completed();
      } catch (IOException e) {
        work.failed(e);
      }
    }
  }

  private long now() {
    return logs.clock().wallMillis();
  }

  private PartitionLog copy() {
    PartitionLog known = copy;
    if (known == null) {
      throw new IllegalStateException("the copy of " + name() + " is not created yet");
    }
    return known;
  }

  // ---- catch up

  private void next() {
    partition.loop().execute(this::step);
  }

  /// Finds the next batches. On the partition's loop.
  private void step() {
    if (cancelled || partition.replica().isStopped()) {
      logs.pool().execute(this::giveUp);
      return;
    }
    long pause = logs.moves().pauseMillis();
    if (pause > 0) {
      partition.loop().schedule(pause, this::step);
      return;
    }
    PartitionLog source = partition.log();
    try {
      long from = Math.max(copy().logEndOffset(), source.logStartOffset());
      if (from >= source.logEndOffset()) {
        logs.stopForMove(partition, this::exchange);
        return;
      }
      ReadResult read = source.read(from, CHUNK, source.logEndOffset(), true);
      if (read.status() == ReadResult.Status.VERIFY && read.work() != null) {
        partition.runWork(read.work(), this::step);
      } else {
        long start = source.logStartOffset();
        logs.pool()
            .execute(() ->
                guarded(() -> {
                  take(read, from, start);
                  logs.moves().copied(read.records().sizeInBytes());
                  next();
                }));
      }
    } catch (IOException e) {
      partition.directory().readFailed(name(), e);
      logs.pool().execute(this::giveUp);
    }
  }

  /// Appends what was read to the copy.
  private void take(ReadResult read, long from, long start) throws IOException {
    if (read.status() != ReadResult.Status.OK
        || !(read.records() instanceof FileRecords file)
        || file.sizeInBytes() == 0) {
      throw new IOException(
          "its records from offset %d on cannot be read: %s".formatted(from, read.message()));
    }
    ByteBuffer batches = read(file);
    if (from > copy().logEndOffset()) {
      // The log start offset may lie within a batch.
      copy().truncateFullyAndStartAt(Math.min(from, BatchHeader.baseOffset(batches, 0)), now());
      runWorks();
    } else {
      copy().deleteRecordsBefore(Math.min(start, copy().logEndOffset()), now());
    }
    AppendResult result = copy().append(batches, AppendOrigin.REPLICATION, -1, now());
    if (!result.accepted()) {
      throw new IOException("the copy refuses its records: " + result.message());
    }
    copiedTo = copy().logEndOffset();
    copiedBytes = copy().sizeInBytes();
  }

  private ByteBuffer read(FileRecords file) throws IOException {
    if (buffer.capacity() < file.sizeInBytes()) {
      buffer = ByteBuffer.allocate(Math.max(file.sizeInBytes(), CHUNK));
    }
    ByteBuffer chunk = buffer.clear().limit(file.sizeInBytes());
    while (chunk.hasRemaining()) {
      if (file.file().read(chunk, file.position() + chunk.position()) < 0) {
        throw new IOException("a segment became shorter while it was read");
      }
    }
    return chunk.flip();
  }

  // ---- exchange

  /// The partition has stopped: copies the rest and changes the places. On the I/O pool, which owns
  /// both logs now.
  private void exchange() {
    PartitionLog source = partition.log();
    boolean exchanged = false;
    try {
      copyRest(source);
      long start = Math.min(source.logStartOffset(), copy().logEndOffset());
      copy().deleteRecordsBefore(start, now());
      runWorks();
      source.close(now());
      copy().close(now());
      runWorks();
      FutureReplica.exchange(disk(), source.directory(), directory, Uuid.random(logs.randomness()));
      exchanged = true;
    } catch (IOException e) {
      LOG.error("{} cannot be moved to {}: {}", name(), target, e.toString());
      IOException failed = source.failure();
      if (failed != null) {
        // What could not be synced must not be taken for synced by opening it again.
        partition.directory().failed(failed);
      }
      source.abandon();
      copy().abandon();
      FutureReplica.discard(disk(), directory, LoggedEvents.INSTANCE);
    }
    logs.moved(partition, exchanged ? target : partition.directory());
    over.run();
  }

  private void copyRest(PartitionLog source) throws IOException {
    long end = source.logEndOffset();
    long from;
    while ((from = Math.max(copy().logEndOffset(), source.logStartOffset())) < end) {
      ReadResult read = source.read(from, CHUNK, end, true);
      LogWork work = read.work();
      if (read.status() == ReadResult.Status.VERIFY && work != null) {
        work.run();
        work.completed();
      } else {
        take(read, from, source.logStartOffset());
        runWorks();
      }
    }
    List<DamagedRange> damaged = source.damagedRanges();
    if (!damaged.isEmpty()) {
      throw new IOException("a part of it cannot be copied: " + damaged.getFirst());
    }
  }

  /// The partition stays where it is.
  private void giveUp() {
    PartitionLog begun = copy;
    if (begun != null) {
      begun.abandon();
    }
    FutureReplica.discard(disk(), directory, LoggedEvents.INSTANCE);
    over.run();
  }
}
