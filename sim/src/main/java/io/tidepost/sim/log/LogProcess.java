package io.tidepost.sim.log;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.log.DamagedRange;
import io.tidepost.log.LogConfig;
import io.tidepost.log.LogDirectory;
import io.tidepost.log.LogEnvironment;
import io.tidepost.log.LogEvents;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.SimulatedDisk;
import io.tidepost.sim.world.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One life of the process that holds the logs: from opening the directory to the next crash or
/// clean stop. Deferred work waits here until the simulation lets it run.
public final class LogProcess implements LogEvents {

  public static final Path DIRECTORY = Path.of("/data");

  final SimulatedDisk disk;
  final Trace trace;
  final LogDirectory directory;
  final Map<TopicPartition, PartitionLog> logs = new TreeMap<>(byName());
  final List<LogWork> work = new ArrayList<>();
  private final LogEnvironment environment;

  private LogProcess(SimulatedDisk disk, SeededRandomness random, Trace trace) throws IOException {
    this.disk = disk;
    this.trace = trace;
    this.environment = new LogEnvironment(disk, random, work::add, this, 86_400_000);
    this.directory = LogDirectory.open(disk, DIRECTORY, this);
  }

  private static java.util.Comparator<TopicPartition> byName() {
    return java.util.Comparator.comparing(TopicPartition::toString);
  }

  /// Opens the directory and the logs in it, and creates those that are missing.
  public static LogProcess start(
      SimulatedDisk disk,
      SeededRandomness random,
      Trace trace,
      List<TopicPartition> partitions,
      LogConfig config,
      long nowMillis)
      throws IOException {
    LogProcess process = new LogProcess(disk, random, trace);
    List<TopicPartition> found = process.directory.partitions();
    for (TopicPartition partition : partitions) {
      process.logs.put(
          partition,
          found.contains(partition)
              ? process.directory.openLog(process.environment, partition, config, nowMillis)
              : process.directory.createLog(
                  process.environment,
                  partition,
                  new Uuid(7, partition.partition() + 1),
                  config,
                  nowMillis));
    }
    return process;
  }

  /// A process on a copy of the disk, for looking on: whoever reads everything teaches a log of
  /// damage that it would not know of otherwise.
  public static LogProcess startOnCopy(
      SimulatedDisk disk, List<TopicPartition> partitions, LogConfig config, long nowMillis)
      throws IOException {
    return start(disk.copy(), new SeededRandomness(0), new Trace(), partitions, config, nowMillis);
  }

  /// The log of a partition.
  public PartitionLog log(TopicPartition partition) {
    PartitionLog log = logs.get(partition);
    if (log == null) {
      throw new IllegalStateException("no log for " + partition);
    }
    return log;
  }

  /// Whether a sync failed: the page cache cannot be trusted until the machine is restarted.
  boolean hasFailedLog() {
    return logs.values().stream().anyMatch(log -> log.failure() != null);
  }

  /// Runs a piece of work to its end.
  public void run(LogWork piece) {
    try {
      piece.run();
    } catch (IOException e) {
      trace.add("work " + piece.kind() + " failed: " + e.getMessage());
      piece.failed(e);
      return;
    }
    trace.add("work " + piece.kind() + " done");
    piece.completed();
  }

  /// Runs what is deferred.
  public void runAllWork() {
    while (!work.isEmpty()) {
      run(work.remove(0));
    }
  }

  /// Writes the checkpoint files.
  void checkpoint() throws IOException {
    Map<TopicPartition, Long> recoveryPoints = new HashMap<>();
    Map<TopicPartition, Long> logStartOffsets = new HashMap<>();
    logs.forEach((partition, log) -> {
      recoveryPoints.put(partition, log.syncedOffset());
      logStartOffsets.put(partition, log.logStartOffset());
    });
    directory.checkpoint(recoveryPoints, logStartOffsets, recoveryPoints);
  }

  /// A clean stop, as the broker does it.
  void stop(long nowMillis) throws IOException {
    runAllWork();
    for (PartitionLog log : logs.values()) {
      log.close(nowMillis);
    }
    runAllWork();
    checkpoint();
    directory.markCleanShutdown(1);
  }

  @Override
  public void damaged(TopicPartition topicPartition, DamagedRange range) {
    trace.add(topicPartition + ": " + range);
  }

  @Override
  public void tailCut(TopicPartition topicPartition, Path file, long position, long bytes) {
    trace.add("%s: cut %d bytes at %d of %s".formatted(topicPartition, bytes, position, file));
  }

  @Override
  public void rebuilt(TopicPartition topicPartition, Path file, String reason) {
    trace.add("%s: rebuilt %s: %s".formatted(topicPartition, file, reason));
  }

  @Override
  public void warning(TopicPartition topicPartition, String message) {
    trace.add(topicPartition + ": " + message);
  }
}
