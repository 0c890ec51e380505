package io.tidepost.coordinator.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Packs the writes of one turn into few batches. A write that fits into a batch is never divided,
/// so that a crash leaves all of it or nothing; a larger one goes over several, and belongs to the
/// batch that holds its last record. A batch is in one transaction or in none, and a transaction
/// marker is a batch of its own.
final class Batcher<S extends Shard> {

  /// Header of a batch, in bytes.
  private static final int OVERHEAD = 61;

  private List<Write<S>> writes = new ArrayList<>();

  /// Some records and the writes that end with them.
  ///
  /// @param producer whose transaction the records are in, `null` for none
  /// @param end the transaction marker that this is instead of records
  /// @param records to be appended together
  /// @param touched writes that have at least one record here
  /// @param ending those of `touched` whose last record is here
  record Batch<S extends Shard>(
      @Nullable TransactionalProducer producer,
      @Nullable TransactionEnd end,
      List<CoordinatorRecord> records,
      List<Write<S>> touched,
      List<Write<S>> ending) {

    static <S extends Shard> Batch<S> like(Write<S> write) {
      return new Batch<>(
          write.producer, write.end, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /// For the operator.
    String describe() {
      return end == null ? records.size() + " records" : "a transaction marker";
    }

    /// Whether a write may share the batch.
    boolean accepts(Write<S> write) {
      return end == null && write.end == null && Objects.equals(producer, write.producer);
    }
  }

  void add(Write<S> write) {
    writes.add(write);
  }

  boolean isEmpty() {
    return writes.isEmpty();
  }

  List<Batch<S>> drain(int batchBytesMax) {
    List<Batch<S>> batches = new ArrayList<>();
    Batch<S> batch = null;
    int bytes = OVERHEAD;
    for (Write<S> write : writes) {
      if (batch == null || !batch.accepts(write)) {
        batch = Batch.like(write);
        batches.add(batch);
        bytes = OVERHEAD;
      }
      int whole = sizeOf(write.records);
      if (bytes + whole > batchBytesMax
          && OVERHEAD + whole <= batchBytesMax
          && !batch.records.isEmpty()) {
        batch = Batch.like(write);
        batches.add(batch);
        bytes = OVERHEAD;
      }
      boolean touches = false;
      for (CoordinatorRecord record : write.records) {
        int size = record.sizeInBytesMax();
        if (bytes + size > batchBytesMax && !batch.records.isEmpty()) {
          batch = Batch.like(write);
          batches.add(batch);
          bytes = OVERHEAD;
          touches = false;
        }
        batch.records.add(record);
        bytes += size;
        if (!touches) {
          batch.touched.add(write);
          touches = true;
        }
      }
      if (!touches) {
        batch.touched.add(write);
      }
      batch.ending.add(write);
    }
    writes = new ArrayList<>();
    return batches;
  }

  /// Forgets what has not been drained.
  List<Write<S>> discard() {
    List<Write<S>> discarded = writes;
    writes = new ArrayList<>();
    return discarded;
  }

  private static int sizeOf(List<CoordinatorRecord> records) {
    return records.stream().mapToInt(CoordinatorRecord::sizeInBytesMax).sum();
  }

  /// Whether the records fit into one batch of that size.
  static boolean fitTogether(List<CoordinatorRecord> records, int batchBytesMax) {
    return OVERHEAD + sizeOf(records) <= batchBytesMax;
  }

  /// Whether the record fits into a batch of that size at all.
  static boolean fits(CoordinatorRecord record, int batchBytesMax) {
    return OVERHEAD + record.sizeInBytesMax() <= batchBytesMax;
  }
}
