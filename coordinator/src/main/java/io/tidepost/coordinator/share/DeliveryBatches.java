package io.tidepost.coordinator.share;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Merges what is known of a share partition with what is new. What is new wins.
final class DeliveryBatches {

  private DeliveryBatches() {}

  /// @param known ascending, without overlap
  /// @param news in any order; of two that overlap the later one wins
  /// @param startOffset what lies before it is dropped; -1 drops nothing
  /// @return ascending, without overlap, as few batches as can be
  static List<DeliveryBatch> merge(
      List<DeliveryBatch> known, List<DeliveryBatch> news, long startOffset) {
    List<DeliveryBatch> merged = new ArrayList<>(known);
    for (DeliveryBatch batch : news) {
      put(merged, batch);
    }
    merged.sort(Comparator.comparingLong(DeliveryBatch::firstOffset));
    return join(merged, startOffset);
  }

  private static void put(List<DeliveryBatch> into, DeliveryBatch batch) {
    List<DeliveryBatch> rests = new ArrayList<>(2);
    into.removeIf(old -> {
      boolean overlaps =
          old.firstOffset() <= batch.lastOffset() && old.lastOffset() >= batch.firstOffset();
      if (overlaps) {
        if (old.firstOffset() < batch.firstOffset()) {
          rests.add(old.upTo(batch.firstOffset() - 1));
        }
        if (old.lastOffset() > batch.lastOffset()) {
          rests.add(old.from(batch.lastOffset() + 1));
        }
      }
      return overlaps;
    });
    into.addAll(rests);
    into.add(batch);
  }

  private static List<DeliveryBatch> join(List<DeliveryBatch> sorted, long startOffset) {
    List<DeliveryBatch> result = new ArrayList<>(sorted.size());
    for (DeliveryBatch batch : sorted) {
      if (batch.lastOffset() < startOffset) {
        continue;
      }
      DeliveryBatch rest = batch.from(startOffset);
      DeliveryBatch last = result.isEmpty() ? null : result.getLast();
      if (last != null && rest.continues(last)) {
        result.removeLast();
        rest =
            new DeliveryBatch(
                last.firstOffset(), rest.lastOffset(), rest.state(), rest.deliveryCount());
      }
      result.add(rest);
    }
    return result;
  }
}
