package io.tidepost.broker.storage;

import io.tidepost.base.Clock;
import io.tidepost.log.compaction.CompactionStats;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/// What operators want to know about log compaction, as Kafka's metrics of `LogCleaner` and
/// `LogCleanerManager` put it. Any thread.
public final class CleanerFigures {

  private static final int PERCENT = 100;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long MILLIS_PER_SECOND = 1000;

  /// A compaction that has ended.
  ///
  /// @param mapBytesMax memory that it was allowed for keys
  /// @param millis how long it took
  /// @param overdueMillis for how much longer than `max.compaction.lag.ms` records had waited
  record Run(CompactionStats stats, long mapBytesMax, long millis, long overdueMillis) {}

  private final Clock clock;
  private final Deque<Run> last = new ArrayDeque<>();
  private final Map<HostedPartition, Long> uncleanable = new HashMap<>();
  private long surveyNanos;
  private double dirtiest;
  private volatile int running;

  CleanerFigures(Clock clock) {
    this.clock = clock;
    this.surveyNanos = clock.monotonicNanos();
  }

  /// The logs were looked at.
  ///
  /// @param dirtiestRatio of those that could be compacted, 0 to 1
  synchronized void looked(double dirtiestRatio) {
    surveyNanos = clock.monotonicNanos();
    dirtiest = dirtiestRatio;
  }

  /// So many logs are compacted at the moment.
  void running(int count) {
    running = count;
  }

  /// How many logs are compacted at the moment, never more than `log.cleaner.threads`.
  public int running() {
    return running;
  }

  /// A compaction has ended.
  ///
  /// @param threads how many of the latest count
  synchronized void ended(Run run, int threads) {
    last.addLast(run);
    while (last.size() > Math.max(1, threads)) {
      last.removeFirst();
    }
  }

  /// A log cannot be compacted.
  ///
  /// @param bytes that are dirty
  /// @return whether that is news
  synchronized boolean uncleanable(HostedPartition partition, long bytes) {
    return uncleanable.put(partition, bytes) == null;
  }

  synchronized boolean isUncleanable(HostedPartition partition) {
    return uncleanable.containsKey(partition);
  }

  synchronized void forget(HostedPartition partition) {
    uncleanable.remove(partition);
  }

  // ---- what Kafka's metrics say

  /// `cleaner-recopy-percent`: what the latest compactions kept of what they read.
  public synchronized int recopyPercent() {
    long read = last.stream().mapToLong(r -> r.stats.bytesRead() - r.stats.bytesMapped()).sum();
    long written = last.stream().mapToLong(r -> r.stats.bytesWritten()).sum();
    return (int) (PERCENT * written / Math.max(1, read));
  }

  /// `max-buffer-utilization-percent`: how much of the memory for keys the latest compactions took.
  public synchronized int bufferUtilizationPercent() {
    return (int) most(run -> PERCENT * run.stats.mapBytes() / Math.max(1, run.mapBytesMax));
  }

  /// `max-clean-time-secs`: how long the latest compactions took.
  public synchronized int cleanSeconds() {
    return (int) most(run -> run.millis / MILLIS_PER_SECOND);
  }

  /// `max-compaction-delay-secs`: how long records had waited beyond `max.compaction.lag.ms`.
  public synchronized int compactionDelaySeconds() {
    return (int) most(run -> run.overdueMillis / MILLIS_PER_SECOND);
  }

  private long most(ToLongFunction<Run> of) {
    return last.stream().mapToLong(of).max().orElse(0);
  }

  /// `max-dirty-percent`: of the log that is dirtiest.
  public synchronized int dirtyPercent() {
    return (int) (PERCENT * dirtiest);
  }

  /// `time-since-last-run-ms`: since the logs were last looked at.
  public synchronized long millisSinceLastRun() {
    return (clock.monotonicNanos() - surveyNanos) / NANOS_PER_MILLI;
  }

  /// `uncleanable-partitions-count` of a log directory.
  public synchronized int uncleanablePartitions(StorageDirectory directory) {
    return (int)
        uncleanable.keySet().stream().filter(each -> each.directory() == directory).count();
  }

  /// `uncleanable-bytes` of a log directory: what is dirty in logs that cannot be compacted.
  public synchronized long uncleanableBytes(StorageDirectory directory) {
    return uncleanable.entrySet().stream()
        .filter(each -> each.getKey().directory() == directory)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
