package io.tidepost.broker.storage;

import io.tidepost.log.CompactionNeed;
import io.tidepost.log.LogCompaction;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.log.compaction.CompactionSettings;
import io.tidepost.log.compaction.CompactionStats;
import io.tidepost.log.compaction.KeyHash;
import java.io.IOException;

/// One compaction of one partition: runs its works one after the other, as fast as allowed. On the
/// partition's loop.
final class CleaningRun {

  private static final long STEP_BYTES_MAX = 4 << 20;
  private static final long STEP_BYTES_MIN = 64 << 10;
  private static final long WAIT_MILLIS_MAX = 200;

  private final LogCleaner cleaner;
  private final HostedPartition partition;
  private long beganMillis;
  private long moved;

  CleaningRun(LogCleaner cleaner, HostedPartition partition) {
    this.cleaner = cleaner;
    this.partition = partition;
  }

  void begin() {
    try {
      CompactionNeed need = cleaner.need(partition);
      if (cleaner.isStopped() || partition.replica().isStopped() || !need.isDue()) {
        cleaner.ended(partition, false);
        return;
      }
      PartitionLog log = partition.log();
      var begun = log.beginCompaction(need, settings(), cleaner.logs().clock().wallMillis());
      beganMillis = nowMillis();
      advance(begun, need);
    } catch (IOException e) {
      partition.directory().readFailed(partition.topicPartition(), e);
      cleaner.ended(partition, false);
    }
  }

  private CompactionSettings settings() {
    CleanerOptions options = cleaner.options();
    int threads = Math.max(1, options.threads());
    double slice = options.bytesPerSecond() / 4;
    long step = (long) Math.clamp(slice, STEP_BYTES_MIN, STEP_BYTES_MAX);
    return new CompactionSettings(
        options.dedupeBytes() / threads,
        Math.clamp(options.dedupeLoadFactor(), 0.01, 1),
        options.bufferBytes() / threads / 2,
        step,
        new KeyHash(cleaner.nextRandom(), cleaner.nextRandom()));
  }

  private long nowMillis() {
    return cleaner.logs().clock().monotonicNanos() / 1_000_000;
  }

  private void advance(LogCompaction running, CompactionNeed need) {
    if (cleaner.isStopped() || partition.replica().isStopped()) {
      running.stop();
    }
    LogWork work = running.next();
    if (work == null) {
      cleaner.ended(partition, running, need, nowMillis() - beganMillis);
    } else {
      partition.runWork(work, () -> rest(running, need));
    }
  }

  private void rest(LogCompaction running, CompactionNeed need) {
    CompactionStats stats = running.stats();
    long bytes = stats.bytesRead() + stats.bytesWritten() - moved;
    moved += bytes;
    cleaner.throttle().moved(bytes, cleaner.options().bytesPerSecond(), nowMillis());
    waitOrAdvance(running, need);
  }

  /// Asks again and again: the limit may change, and the cleaner may be stopped.
  private void waitOrAdvance(LogCompaction running, CompactionNeed need) {
    long millis = cleaner.throttle().waitMillis(cleaner.options().bytesPerSecond(), nowMillis());
    if (millis <= 0 || cleaner.isStopped()) {
      advance(running, need);
    } else {
      long part = Math.min(millis, WAIT_MILLIS_MAX);
      partition.loop().schedule(part, () -> waitOrAdvance(running, need));
    }
  }
}
