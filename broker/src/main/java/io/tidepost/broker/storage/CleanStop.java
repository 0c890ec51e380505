package io.tidepost.broker.storage;

import io.tidepost.base.Clock;
import io.tidepost.base.TopicPartition;
import io.tidepost.broker.Log;
import io.tidepost.log.PartitionLog;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A clean stop: closes logs, from any thread, and then writes the last checkpoints and the marks.
final class CleanStop {

  private static final Log LOG = Log.of(CleanStop.class);

  private record Offsets(
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> ends,
      Map<TopicPartition, Long> highWatermarks) {
    Offsets() {
      this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }
  }

  private final Map<StorageDirectory, Offsets> offsets = new HashMap<>();
  private final Clock clock;

  CleanStop(List<StorageDirectory> directories, Clock clock) {
    this.clock = clock;
    directories.forEach(directory -> offsets.put(directory, new Offsets()));
  }

  /// Closes the log of a partition that has stopped; nobody else touches it any more. Blocks.
  void close(HostedPartition partition) {
    PartitionLog log = partition.log();
    TopicPartition name = log.topicPartition();
    long start = log.logStartOffset();
    long end = log.logEndOffset();
    long highWatermark = partition.replica().highWatermark();
    Offsets of = offsets.getOrDefault(partition.directory(), new Offsets());
    try {
      log.close(clock.wallMillis());
      of.starts.put(name, start);
      of.ends.put(name, end);
      of.highWatermarks.put(name, Math.min(highWatermark, end));
    } catch (IOException e) {
      partition.directory().failed(e);
    }
  }

  /// Marks the directories as cleanly stopped. Blocks.
  ///
  /// @param brokerEpoch for the mark (KIP-966)
  void mark(long brokerEpoch) {
    offsets.forEach((directory, of) -> {
      if (directory.isOffline()) {
        return;
      }
      try {
        directory.checkpoint(of.ends, of.starts, of.highWatermarks);
        directory.files().markCleanShutdown(brokerEpoch);
      } catch (IOException e) {
        LOG.error("{} was not stopped cleanly: {}", directory, e.toString());
      }
    });
  }
}
