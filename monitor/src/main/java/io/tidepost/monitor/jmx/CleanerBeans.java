package io.tidepost.monitor.jmx;

import io.tidepost.broker.storage.CleanerFigures;
import io.tidepost.broker.storage.LogManager;
import io.tidepost.broker.storage.StorageDirectory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.ObjectName;

/// The MBeans about log compaction.
final class CleanerBeans {

  private static final String CLEANER = "kafka.log:type=LogCleaner,name=";
  private static final String MANAGER = "kafka.log:type=LogCleanerManager,name=";

  private CleanerBeans() {}

  /// Values by the names of their beans.
  static Map<String, Supplier<Object>> of(LogManager logs) {
    CleanerFigures figures = logs.cleaning();
    Map<String, Supplier<Object>> beans = new LinkedHashMap<>();
    beans.put(CLEANER + "cleaner-recopy-percent", figures::recopyPercent);
    beans.put(CLEANER + "max-buffer-utilization-percent", figures::bufferUtilizationPercent);
    beans.put(CLEANER + "max-clean-time-secs", figures::cleanSeconds);
    beans.put(CLEANER + "max-compaction-delay-secs", figures::compactionDelaySeconds);
    beans.put(MANAGER + "max-dirty-percent", figures::dirtyPercent);
    beans.put(MANAGER + "time-since-last-run-ms", figures::millisSinceLastRun);
    for (StorageDirectory directory : logs.directories()) {
      String place = ",logDirectory=" + ObjectName.quote(directory.path().toString());
      beans.put(
          MANAGER + "uncleanable-partitions-count" + place,
          () -> figures.uncleanablePartitions(directory));
      beans.put(MANAGER + "uncleanable-bytes" + place, () -> figures.uncleanableBytes(directory));
    }
    return beans;
  }
}
