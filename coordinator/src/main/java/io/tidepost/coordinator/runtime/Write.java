package io.tidepost.coordinator.runtime;

import java.util.List;

/// What one decision wants persisted, from the decision until it is settled.
final class Write<S extends Shard> {

  final String key;
  final List<CoordinatorRecord> records;
  final Outcome<S> outcome;
  final boolean holds;
  final long deadlineMillis;

  /// The outcome has been told of a failure; records may still become committed.
  boolean failed;

  /// It waits in the log for the high watermark, for longer than allowed.
  boolean stalled;

  Write(
      String key,
      List<CoordinatorRecord> records,
      Outcome<S> outcome,
      boolean holds,
      long deadlineMillis) {
    this.key = key;
    this.records = records;
    this.outcome = outcome;
    this.holds = holds;
    this.deadlineMillis = deadlineMillis;
  }
}
