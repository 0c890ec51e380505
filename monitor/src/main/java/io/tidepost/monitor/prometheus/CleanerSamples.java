package io.tidepost.monitor.prometheus;

import io.tidepost.broker.storage.CleanerFigures;
import io.tidepost.broker.storage.LogManager;
import io.tidepost.broker.storage.StorageDirectory;

/// What is told of log compaction.
final class CleanerSamples {

  private CleanerSamples() {}

  static void add(LogManager logs, Samples samples) {
    CleanerFigures figures = logs.cleaning();
    samples.add(Metric.CLEANER_RECOPY, figures.recopyPercent());
    samples.add(Metric.CLEANER_BUFFER, figures.bufferUtilizationPercent());
    samples.add(Metric.CLEANER_SECONDS, figures.cleanSeconds());
    samples.add(Metric.CLEANER_DELAY, figures.compactionDelaySeconds());
    samples.add(Metric.CLEANER_DIRTY, figures.dirtyPercent());
    samples.add(Metric.CLEANER_LAST_RUN, figures.millisSinceLastRun());
    for (StorageDirectory directory : logs.directories()) {
      String path = directory.path().toString();
      samples.add(Metric.UNCLEANABLE_PARTITIONS, figures.uncleanablePartitions(directory), path);
      samples.add(Metric.UNCLEANABLE_BYTES, figures.uncleanableBytes(directory), path);
    }
  }
}
