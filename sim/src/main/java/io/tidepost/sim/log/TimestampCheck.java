package io.tidepost.sim.log;

import io.tidepost.log.PartitionLog;
import io.tidepost.log.TimestampOffset;
import java.io.IOException;

/// Searching by timestamp finds what a walk over the model finds.
final class TimestampCheck {

  private final PartitionModel model;
  private final PartitionLog log;

  TimestampCheck(PartitionModel model, PartitionLog log) {
    this.model = model;
    this.log = log;
  }

  /// The first record with this timestamp or a later one, and the record with the latest.
  void check(long timestamp) throws IOException {
    compare("at " + timestamp, first(timestamp), log.offsetForTimestamp(timestamp));
    long latest = Long.MIN_VALUE;
    for (ModelBatch batch : model.batches.values()) {
      for (int i = 0; i < batch.count; i++) {
        if (batch.baseOffset + i >= log.logStartOffset()) {
          latest = Math.max(latest, batch.timestamps[i]);
        }
      }
    }
    compare("latest", latest == Long.MIN_VALUE ? -1 : first(latest), log.maxTimestamp());
  }

  private long first(long timestamp) {
    for (ModelBatch batch : model.batches.values()) {
      for (int i = 0; i < batch.count; i++) {
        if (batch.timestamps[i] >= timestamp && batch.baseOffset + i >= log.logStartOffset()) {
          return batch.baseOffset + i;
        }
      }
    }
    return -1;
  }

  private void compare(
      String what, long expected, @org.jspecify.annotations.Nullable TimestampOffset found) {
    long offset = found == null ? -1 : found.offset();
    if (offset != expected) {
      throw new SimulationFailure(
          "%s: by timestamp (%s) found %s instead of offset %d"
              .formatted(model.topicPartition, what, found, expected));
    }
  }
}
