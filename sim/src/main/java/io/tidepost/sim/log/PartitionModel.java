package io.tidepost.sim.log;

import io.tidepost.base.TopicPartition;
import io.tidepost.log.PartitionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a partition should hold: the shadow that the log is compared with.
final class PartitionModel {

  final TopicPartition topicPartition;

  /// Batches by base offset, as far as they are in the log.
  final TreeMap<Long, ModelBatch> batches = new TreeMap<>();

  /// Batches that were once written at an offset and then withdrawn or lost, without ever having
  /// been acknowledged. A crash may bring them back.
  private final Map<Long, List<ModelBatch>> ghosts = new TreeMap<>();

  /// Everything before it is acknowledged: it survives a power loss.
  long acknowledgedEnd;

  /// Where the last batch ended that was ever acknowledged: offsets before it are not given out
  /// again.
  long usedEnd;

  /// Everything before it was written: it survives the death of the process.
  long writtenEnd;

  /// Records before it were deleted on purpose; a crash may bring them back.
  long startOffset;

  /// Where the log started after the last restart: segments that nobody was told of may be gone.
  long survivedFrom;

  PartitionModel(TopicPartition topicPartition) {
    this.topicPartition = topicPartition;
  }

  void written(ModelBatch batch) {
    batches.put(batch.baseOffset, batch);
    writtenEnd = Math.max(writtenEnd, batch.endOffset());
  }

  /// The batch may be in the log, or not.
  void maybeWritten(ModelBatch batch) {
    ghosts.computeIfAbsent(batch.baseOffset, offset -> new ArrayList<>()).add(batch);
  }

  List<ModelBatch> ghostsAt(long offset) {
    return ghosts.getOrDefault(offset, List.of());
  }

  /// Acknowledged batches that readers have a right to.
  List<ModelBatch> owed(long end) {
    List<ModelBatch> owed = new ArrayList<>();
    for (ModelBatch batch : batches.values()) {
      if (batch.endOffset() <= end && batch.endOffset() > startOffset) {
        owed.add(batch);
      }
    }
    return owed;
  }

  /// After a restart: the log is what was found in it. What is gone may come back after the next
  /// crash, but nobody was told it was there.
  void adopt(TreeMap<Long, ModelBatch> found, PartitionLog log) {
    long endOffset = log.logEndOffset();
    survivedFrom = log.logStartOffset();
    for (ModelBatch batch : batches.values()) {
      if (found.get(batch.baseOffset) != batch) {
        maybeWritten(batch);
      }
    }
    Map<Long, ModelBatch> kept = new TreeMap<>(found);
    for (ModelBatch batch : batches.values()) {
      if (batch.flipped && batch.endOffset() <= endOffset) {
        kept.putIfAbsent(batch.baseOffset, batch);
      }
    }
    batches.clear();
    batches.putAll(kept);
    writtenEnd = endOffset;
    acknowledgedEnd = Math.min(acknowledgedEnd, endOffset);
  }

  /// Whether the batch is in the log, as far as the model knows.
  boolean holds(ModelBatch batch) {
    return batches.get(batch.baseOffset) == batch;
  }

  /// Whether bits were flipped in a batch that is still there.
  boolean damaged() {
    return batches.values().stream().anyMatch(batch -> batch.flipped);
  }
}
