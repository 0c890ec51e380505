package io.tidepost.coordinator.runtime;

import java.util.ArrayList;
import java.util.List;

/// Packs the writes of one turn into as few batches as the size limit allows. A write larger than a
/// batch goes over several; the write belongs to the batch that holds its last record.
final class Batcher<S extends Shard> {

  /// Header of a batch, in bytes.
  private static final int OVERHEAD = 61;

  private List<Write<S>> writes = new ArrayList<>();

  /// Some records and the writes that end with them.
  ///
  /// @param records to be appended together
  /// @param touched writes that have at least one record here
  /// @param ending those of `touched` whose last record is here
  record Batch<S extends Shard>(
      List<CoordinatorRecord> records, List<Write<S>> touched, List<Write<S>> ending) {

    Batch() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
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
    Batch<S> batch = new Batch<>();
    int bytes = OVERHEAD;
    for (Write<S> write : writes) {
      boolean touches = false;
      for (CoordinatorRecord record : write.records) {
        int size = record.sizeInBytesMax();
        if (bytes + size > batchBytesMax && !batch.records.isEmpty()) {
          batches.add(batch);
          batch = new Batch<>();
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
      batch.ending.add(write);
    }
    batches.add(batch);
    writes = new ArrayList<>();
    return batches;
  }

  /// Forgets what has not been drained.
  List<Write<S>> discard() {
    List<Write<S>> discarded = writes;
    writes = new ArrayList<>();
    return discarded;
  }

  /// Whether the record fits into a batch of that size at all.
  static boolean fits(CoordinatorRecord record, int batchBytesMax) {
    return OVERHEAD + record.sizeInBytesMax() <= batchBytesMax;
  }
}
