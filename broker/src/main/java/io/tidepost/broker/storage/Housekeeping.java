package io.tidepost.broker.storage;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.Log;
import io.tidepost.broker.net.Loop;
import io.tidepost.log.PartitionLog;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What is done for all partitions from time to time: retention, forgetting idle producers, and
/// checkpoints of recovery points, log start offsets and high watermarks.
public final class Housekeeping {

  private static final Log LOG = Log.of(Housekeeping.class);

  /// The reserves are not part of the start.
  private static final long RESERVE_MILLIS = 5_000;

  /// A file that is not used for so long is closed.
  private static final long IDLE_MILLIS = 60_000;

  /// How often the number of open files is looked at when there are many partitions.
  private static final long FILES_MILLIS = 10_000;

  /// How soon retention is applied again where something had to be done first.
  private static final long RETENTION_PAUSE_MILLIS = 1_000;

  private static final int MANY_PARTITIONS = 100;

  private final LogManager logs;
  private final long filesMax = OpenFiles.max();
  private volatile boolean stopped;
  private boolean scarceSaid;
  private List<Scrub> scrubs = List.of();

  public Housekeeping(LogManager logs) {
    this.logs = logs;
  }

  /// Starts its timers.
  public void start() {
    for (OwnerLoop owner : logs.owners()) {
      every(logs.options().retentionCheckMillis(), owner.loop(), () -> retain(owner.loop()));
      every(IDLE_MILLIS, owner.loop(), () -> closeIdleFiles(owner.loop(), false));
    }
    every(
        FILES_MILLIS,
        logs.owners().getFirst().loop(),
        () -> {
          if (logs.partitions().all().size() >= MANY_PARTITIONS) {
            logs.pool().execute(this::lookAtFiles);
          }
        });
    once(
        RESERVE_MILLIS,
        logs.owners().getFirst().loop(),
        () -> logs.pool().execute(logs::keepReserves));
    if (logs.options().scrubBytesPerSecond() > 0) {
      scrubs = logs.directories().stream().map(directory -> new Scrub(logs, directory)).toList();
      scrubs.forEach(Scrub::start);
    }
    every(logs.options().checkpointMillis(), logs.owners().getFirst().loop(), this::checkpointAll);
  }

  /// Ends its timers.
  public void stop() {
    stopped = true;
    scrubs.forEach(Scrub::stop);
  }

  private void once(long millis, Loop loop, Runnable task) {
    loop.schedule(
        millis,
        () -> {
          if (!stopped) {
            task.run();
          }
        });
  }

  private void every(long millis, Loop loop, Runnable task) {
    loop.schedule(
        millis,
        () -> {
          if (!stopped) {
            task.run();
            every(millis, loop, task);
          }
        });
  }

  /// Closes files before the system refuses to open more. Blocks.
  private void lookAtFiles() {
    if (stopped || filesMax == Long.MAX_VALUE || OpenFiles.open() < filesMax / 4 * 3) {
      return;
    }
    if (!scarceSaid) {
      scarceSaid = true;
      LOG.warn(
          "this process may have {} files open (ulimit -n), and most of them are: files of"
              + " partitions are closed although they are in use; raise the limit for {}"
              + " partitions",
          filesMax,
          logs.partitions().all().size());
    }
    logs.onEachLoop(loop -> closeIdleFiles(loop, true));
  }

  private void closeIdleFiles(Loop loop, boolean scarce) {
    long now = logs.clock().wallMillis();
    for (HostedPartition partition : logs.partitions().all()) {
      if (partition.home() == loop) {
        partition
            .loop()
            .execute(() -> {
              if (!partition.replica().isStopped()) {
                partition.log().closeIdleFiles(now, scarce);
              }
            });
      }
    }
  }

  private void retain(Loop loop) {
    long now = logs.clock().wallMillis();
    for (HostedPartition partition : logs.partitions().all()) {
      if (partition.home() == loop) {
        partition.loop().run(() -> retain(partition, now));
      }
    }
  }

  private static void retain(HostedPartition partition, long now) {
    if (partition.replica().isStopped()) {
      return;
    }
    PartitionLog log = partition.log();
    try {
      log.applyRetention(partition.replica().highWatermark(), now);
      log.expireProducers(now);
      if (log.retentionWaits()) {
        partition.loop().schedule(RETENTION_PAUSE_MILLIS, () -> retain(partition, now));
      }
    } catch (IOException e) {
      partition.directory().writeFailed(partition.topicPartition(), e);
    }
  }

  private record Offsets(
      Map<TopicPartition, Long> recoveryPoints,
      Map<TopicPartition, Long> logStartOffsets,
      Map<TopicPartition, Long> highWatermarks) {
    Offsets() {
      this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }
  }

  private void checkpointAll() {
    Map<StorageDirectory, Offsets> offsets = new ConcurrentHashMap<>();
    for (StorageDirectory directory : logs.directories()) {
      directory.collecting();
      offsets.put(directory, new Offsets());
    }
    AtomicInteger left = new AtomicInteger(logs.owners().size());
    Runnable step =
        () -> {
          if (left.decrementAndGet() == 0) {
            logs.pool().execute(() -> offsets.forEach(this::checkpoint));
          }
        };
    logs.onEachLoop(loop -> {
      for (HostedPartition partition : logs.partitions().all()) {
        Offsets of = offsets.get(partition.directory());
        if (partition.home() == loop && of != null) {
          left.incrementAndGet();
          partition
              .loop()
              .run(() -> {
                collect(partition, of);
                step.run();
              });
        }
      }
      step.run();
    });
  }

  private static void collect(HostedPartition partition, Offsets to) {
    PartitionLog log = partition.log();
    to.recoveryPoints.put(partition.topicPartition(), log.syncedOffset());
    to.logStartOffsets.put(partition.topicPartition(), log.logStartOffset());
    to.highWatermarks.put(partition.topicPartition(), partition.replica().highWatermark());
  }

  private void checkpoint(StorageDirectory directory, Offsets offsets) {
    if (stopped || directory.isOffline()) {
      return;
    }
    try {
      directory.checkPresence();
      directory.checkpoint(offsets.recoveryPoints, offsets.logStartOffsets, offsets.highWatermarks);
    } catch (IOException e) {
      directory.trouble("its checkpoints could not be written", e);
    }
  }
}
