package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.log.checkpoint.Checksum;
import io.tidepost.log.checkpoint.DirectoryChecksums;
import io.tidepost.log.checkpoint.OffsetCheckpoint;
import io.tidepost.log.segment.IndexFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One entry of `log.dirs`: which partitions it holds, whether it was stopped cleanly, and the
/// checkpoint files that name an offset per partition.
///
/// Opened before the partitions; [#openLog] and [#createLog] may then be called from several
/// threads for different partitions. Checkpoints are written by one thread at a time.
public final class LogDirectory {

  /// Kafka's marker of a clean stop.
  public static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";

  public static final String RECOVERY_POINTS = "recovery-point-offset-checkpoint";
  public static final String LOG_START_OFFSETS = "log-start-offset-checkpoint";
  public static final String HIGH_WATERMARKS = "replication-offset-checkpoint";
  public static final String CLEANER_OFFSETS = "cleaner-offset-checkpoint";

  private static final List<String> CHECKPOINTS =
      List.of(RECOVERY_POINTS, LOG_START_OFFSETS, HIGH_WATERMARKS, CLEANER_OFFSETS);

  /// Checksums of the checkpoint files; ours alone.
  public static final String CHECKSUMS = "tidepost-checkpoints";

  private static final String METADATA_TOPIC = "__cluster_metadata";
  private static final Pattern PARTITION_NAME = Pattern.compile("([a-zA-Z0-9._-]+)-(\\d{1,9})");
  private static final Pattern BROKER_EPOCH = Pattern.compile("\"brokerEpoch\"\\s*:\\s*(-?\\d+)");

  private final Disk disk;
  private final Path path;
  private final LogEvents events;
  private final Set<String> names;
  private boolean clean;
  private long brokerEpoch = -1;
  private boolean foreign;
  private @Nullable DirectoryChecksums checksums;
  private final Map<String, Long> written = new HashMap<>();
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final List<Path> futures = new ArrayList<>(0);
  private Map<TopicPartition, Long> recoveryPoints = Map.of();
  private Map<TopicPartition, Long> logStartOffsets = Map.of();
  private Map<TopicPartition, Long> highWatermarks = Map.of();
  private Map<TopicPartition, Long> cleanerOffsets = Map.of();

  private LogDirectory(Disk disk, Path path, LogEvents events, Set<String> names) {
    this.disk = disk;
    this.path = path;
    this.events = events;
    this.names = names;
  }

  /// Reads marker and checkpoints, finishes interrupted deletions, lists the partitions. The
  /// clean-shutdown marker is removed durably: from now on a crash is a crash.
  public static LogDirectory open(Disk disk, Path path, LogEvents events) throws IOException {
    List<String> entries = disk.list(path);
    var directory = new LogDirectory(disk, path, events, new HashSet<>(entries));
    directory.readMarker();
    directory.readCheckpoints();
    for (String name : entries) {
      directory.meet(name);
    }
    return directory;
  }

  private void readMarker() throws IOException {
    byte[] content = readIfThere(CHECKSUMS);
    checksums = content == null ? null : DirectoryChecksums.parse(content);
    byte[] marker = readIfThere(CLEAN_SHUTDOWN);
    clean = marker != null;
    if (marker != null) {
      Matcher matcher = BROKER_EPOCH.matcher(new String(marker, StandardCharsets.UTF_8));
      brokerEpoch = matcher.find() ? parseLong(matcher.group(1)) : -1;
    }
    // A damaged file of checksums is not a missing one: then nothing vouches for what is here.
    foreign = checksums == null ? !names.contains(CHECKSUMS) : clean && !checksums.clean();
  }

  private static long parseLong(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /// The marker counts until here: everything below may change what is on disk.
  private void removeMarker() throws IOException {
    if (disk.deleteIfExists(path.resolve(CLEAN_SHUTDOWN))) {
      disk.syncDirectory(path);
    }
  }

  private void readCheckpoints() throws IOException {
    recoveryPoints = read(RECOVERY_POINTS);
    logStartOffsets = read(LOG_START_OFFSETS);
    highWatermarks = read(HIGH_WATERMARKS);
    cleanerOffsets = read(CLEANER_OFFSETS);
    removeMarker();
    if (checksums != null && checksums.clean()) {
      writeChecksums(new DirectoryChecksums(false, checksums.checksums()));
    } else if (checksums == null && foreign) {
      markAsOurs();
    }
  }

  /// From now on what is here is not Apache Kafka's any more. The name alone says so; it is on disk
  /// with the first sync of a partition, which syncs this directory.
  private void markAsOurs() throws IOException {
    var first = new DirectoryChecksums(false, sumsOfCheckpoints());
    IndexFiles.write(disk, path.resolve(CHECKSUMS), ByteBuffer.wrap(first.toBytes()));
    checksums = first;
  }

  private Map<String, Set<Long>> sumsOfCheckpoints() throws IOException {
    Map<String, Set<Long>> sums = new HashMap<>();
    for (String name : CHECKPOINTS) {
      Path file = path.resolve(name);
      if (disk.exists(file)) {
        sums.put(name, Set.of(Checksum.of(disk.readAll(file))));
      }
    }
    return sums;
  }

  /// Reads a checkpoint if it can be believed: its checksum is known, or the last one to write here
  /// was Apache Kafka, which keeps none.
  private Map<TopicPartition, Long> read(String name) throws IOException {
    byte[] content = readIfThere(name);
    if (content == null) {
      return Map.of();
    }
    boolean verified = checksums != null && checksums.verifies(name, content);
    Map<TopicPartition, Long> parsed = verified || foreign ? OffsetCheckpoint.parse(content) : null;
    if (parsed == null) {
      events.rebuilt(
          new TopicPartition("", -1), path.resolve(name), "it is damaged and is ignored");
      return Map.of();
    }
    return parsed;
  }

  private byte @Nullable [] readIfThere(String name) throws IOException {
    return names.contains(name) ? disk.readAll(path.resolve(name)) : null;
  }

  private void meet(String name) throws IOException {
    if (name.endsWith(PartitionDeletion.SUFFIX)) {
      disk.deleteTree(path.resolve(name));
      return;
    }
    if (FutureReplica.partitionOf(name) != null) {
      futures.add(path.resolve(name));
      return;
    }
    Matcher matcher = PARTITION_NAME.matcher(name);
    if (matcher.matches()
        && !matcher.group(1).equals(METADATA_TOPIC)
        && disk.isDirectory(path.resolve(name))) {
      partitions.add(new TopicPartition(matcher.group(1), Integer.parseInt(matcher.group(2))));
    }
  }

  public Path path() {
    return path;
  }

  /// Whether the last stop was clean.
  public boolean cleanShutdown() {
    return clean;
  }

  /// Whether nothing was ever kept here: a new directory, or one whose disk is not mounted.
  public boolean isBlank() {
    return partitions.isEmpty()
        && !names.contains(CHECKSUMS)
        && !names.contains(RECOVERY_POINTS)
        && !names.contains(CLEAN_SHUTDOWN);
  }

  /// The broker epoch in the clean-shutdown marker; -1 when there is none (KIP-966).
  public long previousBrokerEpoch() {
    return brokerEpoch;
  }

  /// Partitions found, in order of name.
  public List<TopicPartition> partitions() {
    return List.copyOf(partitions);
  }

  /// Copies of partitions that were on their way here when the process ended; see [FutureReplica].
  public List<Path> futures() {
    return List.copyOf(futures);
  }

  /// The recovery points as `recovery-point-offset-checkpoint` had them at the start.
  public Map<TopicPartition, Long> recoveryPoints() {
    return recoveryPoints;
  }

  /// The log start offsets as `log-start-offset-checkpoint` had them at the start.
  public Map<TopicPartition, Long> logStartOffsets() {
    return logStartOffsets;
  }

  /// The high watermarks of `replication-offset-checkpoint`.
  public Map<TopicPartition, Long> highWatermarks() {
    return highWatermarks;
  }

  /// Where each compacted partition was clean up to, as `cleaner-offset-checkpoint` had it at the
  /// start.
  public Map<TopicPartition, Long> cleanerOffsets() {
    return cleanerOffsets;
  }

  /// Opens one of [#partitions]; blocks.
  public PartitionLog openLog(
      LogEnvironment environment, TopicPartition topicPartition, LogConfig config, long nowMillis)
      throws IOException {
    return PartitionLog.open(
        environment,
        path.resolve(topicPartition.toString()),
        topicPartition,
        config,
        new LogOpenHints(
            clean,
            recoveryPoints.getOrDefault(topicPartition, -1L),
            logStartOffsets.getOrDefault(topicPartition, -1L),
            foreign),
        nowMillis);
  }

  /// Creates a partition here.
  public PartitionLog createLog(
      LogEnvironment environment,
      TopicPartition topicPartition,
      Uuid topicId,
      LogConfig config,
      long nowMillis)
      throws IOException {
    return PartitionLog.create(
        environment,
        path.resolve(topicPartition.toString()),
        topicPartition,
        topicId,
        config,
        nowMillis);
  }

  /// Replaces the checkpoint files (`recovery-point-offset-checkpoint`,
  /// `log-start-offset-checkpoint`, `replication-offset-checkpoint`). Blocks; run it on the I/O
  /// pool every `log.flush.offset.checkpoint.interval.ms` and before [#markCleanShutdown].
  ///
  /// @param recoveryPoints synced offset of every partition here
  /// @param logStartOffsets log start offset of every partition here
  /// @param highWatermarks high watermark of every partition here
  public void checkpoint(
      Map<TopicPartition, Long> recoveryPoints,
      Map<TopicPartition, Long> logStartOffsets,
      Map<TopicPartition, Long> highWatermarks)
      throws IOException {
    Map<String, byte[]> contents = new HashMap<>();
    contents.put(RECOVERY_POINTS, OffsetCheckpoint.toBytes(recoveryPoints));
    contents.put(LOG_START_OFFSETS, OffsetCheckpoint.toBytes(logStartOffsets));
    contents.put(HIGH_WATERMARKS, OffsetCheckpoint.toBytes(highWatermarks));
    replace(contents);
  }

  /// Replaces `cleaner-offset-checkpoint`. Blocks; not at the same time as [#checkpoint].
  ///
  /// @param offsets where each compacted partition here is clean up to
  public void checkpointCleaner(Map<TopicPartition, Long> offsets) throws IOException {
    Map<String, byte[]> contents = new HashMap<>();
    contents.put(CLEANER_OFFSETS, OffsetCheckpoint.toBytes(offsets));
    replace(contents);
  }

  private void replace(Map<String, byte[]> contents) throws IOException {
    Map<String, Set<Long>> all = new HashMap<>();
    if (checksums != null) {
      all.putAll(checksums.checksums());
    }
    contents.forEach((name, content) -> all.put(name, withOld(name, content)));
    writeChecksums(new DirectoryChecksums(false, all));
    for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
      disk.replaceAtomically(path.resolve(entry.getKey()), entry.getValue());
    }
  }

  private Set<Long> withOld(String name, byte[] content) {
    Set<Long> values = new HashSet<>();
    values.add(Checksum.of(content));
    Long old = written.put(name, Checksum.of(content));
    if (old != null) {
      values.add(old);
    } else if (checksums != null) {
      values.addAll(checksums.checksums().getOrDefault(name, Set.of()));
    }
    return values;
  }

  private void writeChecksums(DirectoryChecksums next) throws IOException {
    disk.replaceAtomically(path.resolve(CHECKSUMS), next.toBytes());
    checksums = next;
  }

  /// Writes `.kafka_cleanshutdown`, after every log was closed. Blocks.
  public void markCleanShutdown(long epoch) throws IOException {
    writeChecksums(new DirectoryChecksums(true, sumsOfCheckpoints()));
    disk.replaceAtomically(
        path.resolve(CLEAN_SHUTDOWN),
        ("{\"version\":0,\"brokerEpoch\":" + epoch + "}").getBytes(StandardCharsets.UTF_8));
  }
}
