package io.tidepost.coordinator.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one decision wants persisted, from the decision until it is settled.
final class Write<S extends Shard> {

  final String key;
  final List<CoordinatorRecord> records;
  final Outcome<S> outcome;
  final boolean holds;
  final long deadlineMillis;

  /// In whose transaction the records are, `null` for none.
  final @Nullable TransactionalProducer producer;

  /// The transaction marker to write instead of records.
  final @Nullable TransactionEnd end;

  /// The outcome has been told of a failure; records may still become committed.
  boolean failed;

  /// It waits in the log for the high watermark, for longer than allowed.
  boolean stalled;

  Write(
      String key,
      List<CoordinatorRecord> records,
      Outcome<S> outcome,
      boolean holds,
      long deadlineMillis,
      @Nullable TransactionalProducer producer,
      @Nullable TransactionEnd end) {
    this.key = key;
    this.records = records;
    this.outcome = outcome;
    this.holds = holds;
    this.deadlineMillis = deadlineMillis;
    this.producer = producer;
    this.end = end;
  }
}
