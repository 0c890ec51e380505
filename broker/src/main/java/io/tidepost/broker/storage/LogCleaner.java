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
  private final Set<HostedPartition> uncleanable = ConcurrentHashMap.newKeySet();
  private final Gathering stopping = new Gathering();
  private boolean surveying;
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
            uncleanable.remove(partition);
          }
        });
    rest();
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

  long nextRandom() {
    return randomness.nextLong();
  }

  long cleanedOffset(HostedPartition partition) {
    return cleaned.getOrDefault(partition.topicPartition(), -1L);
  }

  // ---- looking for work

  private void rest() {
    home.schedule(Math.max(1, options.get().backoffMillis()), this::survey);
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
    if (!log.config().compacts()
        || partition.replica().isStopped()
        || uncleanable.contains(partition)) {
      return;
    }
    try {
      CompactionNeed need = need(partition);
      String reason = need.uncleanable();
      if (reason != null) {
        giveUp(partition, reason);
      } else if (need.isDue()) {
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
    List<Candidate> dirtiest =
        found.stream()
            .filter(candidate -> !running.contains(candidate.partition))
            .sorted(Comparator.comparingDouble((Candidate c) -> -c.need.ratio()))
            .limit(Math.max(0, options.get().threads() - running.size()))
            .toList();
    for (Candidate candidate : dirtiest) {
      running.add(candidate.partition);
      stopping.expect();
      var run = new CleaningRun(this, candidate.partition);
      candidate.partition.loop().execute(run::begin);
    }
    if (running.isEmpty()) {
      rest();
    }
  }

  // ---- ends, told on the partition's loop

  void ended(HostedPartition partition, LogCompaction compaction) {
    switch (compaction.outcome()) {
      case DONE -> done(partition, compaction);
      case UNCLEANABLE -> giveUp(partition, compaction.message());
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

  private void giveUp(HostedPartition partition, String reason) {
    if (uncleanable.add(partition)) {
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
