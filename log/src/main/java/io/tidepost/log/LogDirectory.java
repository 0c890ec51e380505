package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One entry of `log.dirs`: which partitions it holds, whether it was stopped cleanly, and the
/// checkpoint files that name an offset per partition.
///
/// Opened before the partitions; [#openLog] and [#createLog] may then be called from several
/// threads for different partitions. Checkpoints are written by one thread at a time.
public final class LogDirectory {

  private LogDirectory() {}

  /// Reads marker and checkpoints, finishes interrupted deletions, lists the partitions. The
  /// clean-shutdown marker is removed durably: from now on a crash is a crash.
  public static LogDirectory open(Disk disk, Path path, LogEvents events) throws IOException {
    throw new UnsupportedOperationException();
  }

  public Path path() {
    throw new UnsupportedOperationException();
  }

  /// Whether the last stop was clean.
  public boolean cleanShutdown() {
    throw new UnsupportedOperationException();
  }

  /// The broker epoch in the clean-shutdown marker; -1 when there is none (KIP-966).
  public long previousBrokerEpoch() {
    throw new UnsupportedOperationException();
  }

  /// Partitions found, in order of name.
  public List<TopicPartition> partitions() {
    throw new UnsupportedOperationException();
  }

  /// The high watermarks of `replication-offset-checkpoint`.
  public Map<TopicPartition, Long> highWatermarks() {
    throw new UnsupportedOperationException();
  }

  /// Opens one of [#partitions]; blocks.
  public PartitionLog openLog(
      LogEnvironment environment, TopicPartition topicPartition, LogConfig config, long nowMillis)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /// Creates a partition here.
  public PartitionLog createLog(
      LogEnvironment environment,
      TopicPartition topicPartition,
      Uuid topicId,
      LogConfig config,
      long nowMillis)
      throws IOException {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /// Writes `.kafka_cleanshutdown`, after every log was closed. Blocks.
  public void markCleanShutdown(long brokerEpoch) throws IOException {
    throw new UnsupportedOperationException();
  }
}
