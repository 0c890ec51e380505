package io.tidepost.broker.storage;

import io.tidepost.base.Randomness;
import io.tidepost.base.TopicPartition;
import io.tidepost.broker.Log;
import io.tidepost.broker.net.Loop;
import io.tidepost.log.CompactionNeed;
import io.tidepost.log.LogCompaction;
import io.tidepost.log.PartitionLog;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Compacts logs, the dirtiest first, as many at a time as `log.cleaner.threads` says. Asks every
/// owner loop what its logs need; the work itself runs in small steps on the I/O pool. What it
/// decides, it decides on one loop.
public final class LogCleaner {

  private static final Log LOG = Log.of(LogCleaner.class);

  /// A log that could be compacted.
  record Candidate(HostedPartition partition, CompactionNeed need) {}

  private final LogManager logs;
  private final Supplier<CleanerOptions> options;
  private final Randomness randomness;
  private final Loop home;
  private final CleanerThrottle throttle = new CleanerThrottle();
  private final Map<TopicPartition, Long> cleaned = new ConcurrentHashMap<>();
  private final Set<HostedPartition> running = new HashSet<>();
  private final Gathering stopping = new Gathering();
  private boolean surveying;
  private boolean resting;
  private volatile boolean stopped;

  /// @param options as they stand when they are needed
  public LogCleaner(LogManager logs, Supplier<CleanerOptions> options, Randomness randomness) {
    this.logs = logs;
    this.options = options;
    this.randomness = randomness;
    this.home = logs.owners().getFirst().loop();
  }

  /// Starts looking for work. The log directories are open.
  public void start() {
    if (!options.get().enabled()) {
      return;
    }
    for (StorageDirectory directory : logs.directories()) {
      if (!directory.isOffline()) {
        cleaned.putAll(directory.files().cleanerOffsets());
      }
    }
    logs.addListener(
        new PartitionListener() {
          @Override
          public void started(HostedPartition partition) {
            if (partition.log().logEndOffset() == 0) {
              // A new topic of an old name has nothing that was ever compacted.
              cleaned.remove(partition.topicPartition());
            }
          }

          @Override
          public void stopped(HostedPartition partition) {
            figures().forget(partition);
          }
        });
    home.execute(this::rest);
  }

  /// Lets running compactions end at the next point where nothing is left half done. Blocks; the
  /// loops have to run.
  public void stop() {
    stopping.expect();
    home.execute(() -> {
      stopped = true;
      stopping.arrived();
    });
    stopping.await();
  }

  boolean isStopped() {
    return stopped;
  }

  CleanerOptions options() {
    return options.get();
  }

  CleanerThrottle throttle() {
    return throttle;
  }

  LogManager logs() {
    return logs;
  }

  CleanerFigures figures() {
    return logs.cleaning();
  }

  long nextRandom() {
    return randomness.nextLong();
  }

  long cleanedOffset(HostedPartition partition) {
    return cleaned.getOrDefault(partition.topicPartition(), -1L);
  }

  // ---- looking for work

  private void rest() {
    if (!resting) {
      resting = true;
      home.schedule(
          Math.max(1, options.get().backoffMillis()),
          () -> {
            resting = false;
            survey();
          });
    }
  }

  private void survey() {
    if (stopped || surveying) {
      return;
    }
    surveying = true;
    var found = new ConcurrentLinkedQueue<Candidate>();
    List<HostedPartition> all = logs.partitions().all();
    var left = new AtomicInteger(all.size() + 1);
    Runnable looked =
        () -> {
          if (left.decrementAndGet() == 0) {
            home.execute(() -> choose(found));
          }
        };
    for (HostedPartition partition : all) {
      if (partition.settings().log().compacts()) {
        partition
            .loop()
            .execute(() -> {
              look(partition, found);
              looked.run();
            });
      } else {
        looked.run();
      }
    }
    looked.run();
  }

  private void look(HostedPartition partition, ConcurrentLinkedQueue<Candidate> found) {
    PartitionLog log = partition.log();
    if (!log.config().compacts() || partition.replica().isStopped()) {
      return;
    }
    try {
      CompactionNeed need = need(partition);
      String reason = need.uncleanable();
      if (reason != null) {
        giveUp(partition, need, reason);
      } else if (figures().isUncleanable(partition)) {
        figures().uncleanable(partition, need.cleanableBytes());
      } else {
        found.add(new Candidate(partition, need));
      }
    } catch (IOException e) {
      partition.directory().readFailed(partition.topicPartition(), e);
    }
  }

  /// On the partition's loop.
  CompactionNeed need(HostedPartition partition) throws IOException {
    return partition
        .log()
        .compactionNeed(
            cleanedOffset(partition),
            partition.replica().highWatermark(),
            logs.clock().wallMillis());
  }

  private void choose(ConcurrentLinkedQueue<Candidate> found) {
    surveying = false;
    if (stopped) {
      return;
    }
    found.removeIf(candidate -> running.contains(candidate.partition));
    figures().looked(found.stream().mapToDouble(c -> c.need.ratio()).max().orElse(0));
    List<Candidate> dirtiest =
        found.stream()
            .filter(candidate -> candidate.need.isDue())
            .sorted(Comparator.comparingDouble((Candidate c) -> -c.need.ratio()))
            .limit(Math.max(0, options.get().threads() - running.size()))
            .toList();
    for (Candidate candidate : dirtiest) {
      running.add(candidate.partition);
      stopping.expect();
      var run = new CleaningRun(this, candidate.partition);
      candidate.partition.loop().execute(run::begin);
    }
    figures().running(running.size());
    rest(); // another log may become dirty while these take long
  }

  // ---- ends, told on the partition's loop

  void ended(
      HostedPartition partition, LogCompaction compaction, CompactionNeed need, long millis) {
    int threads = Math.max(1, options.get().threads());
    figures()
        .ended(
            new CleanerFigures.Run(
                compaction.stats(),
                options.get().dedupeBytes() / threads,
                millis,
                need.overdueMillis()),
            threads);
    switch (compaction.outcome()) {
      case DONE -> done(partition, compaction);
      case UNCLEANABLE -> giveUp(partition, need, compaction.message());
      case FAILED -> failed(partition, compaction);
      case ABORTED, RUNNING ->
          LOG.info("{}: the compaction ended early {}", partition, compaction.message());
    }
    ended(partition, compaction.outcome() == LogCompaction.Outcome.DONE);
  }

  void ended(HostedPartition partition, boolean goOn) {
    stopping.arrived();
    home.execute(() -> {
      running.remove(partition);
      figures().running(running.size());
      if (goOn) {
        survey();
      } else {
        rest();
      }
    });
  }

  private void done(HostedPartition partition, LogCompaction compaction) {
    var stats = compaction.stats();
    LOG.info(
        "{} is compacted up to offset {}: {} of {} records kept, {} keys, read {} bytes, wrote {}",
        partition,
        compaction.cleanedOffset(),
        stats.recordsKept(),
        stats.recordsRead(),
        stats.keys(),
        stats.bytesRead(),
        stats.bytesWritten());
    if (stats.recordsWithoutKey() > 0) {
      LOG.warn(
          "{}: {} records without a key were dropped by compaction",
          partition,
          stats.recordsWithoutKey());
    }
    cleaned.put(partition.topicPartition(), compaction.cleanedOffset());
    logs.pool().execute(() -> checkpoint(partition.directory()));
  }

  private void giveUp(HostedPartition partition, CompactionNeed need, String reason) {
    if (figures().uncleanable(partition, need.cleanableBytes())) {
      LOG.error("{} cannot be compacted and stays as it is: {}", partition, reason);
    }
  }

  private void failed(HostedPartition partition, LogCompaction compaction) {
    IOException failure = compaction.failure();
    LOG.error("compacting {} failed: {}", partition, compaction.message());
    if (failure != null) {
      partition.directory().writeFailed(partition.topicPartition(), failure);
    }
  }

  private void checkpoint(StorageDirectory directory) {
    Map<TopicPartition, Long> offsets = new ConcurrentHashMap<>();
    for (HostedPartition partition : logs.partitions().all()) {
      Long offset = cleaned.get(partition.topicPartition());
      if (offset != null && partition.directory() == directory) {
        offsets.put(partition.topicPartition(), offset);
      }
    }
    try {
      directory.checkpointCleaner(offsets);
    } catch (IOException e) {
      LOG.error("the cleaner's checkpoint in {} could not be written: {}", directory, e.toString());
    }
  }
}
