package io.tidepost.replica.fetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One fetcher's session: its partitions in the order in which they are served. A partition that
/// got records moves to the end, so that all get their turn when the answer is bounded.
public final class FetchSession {

  private final int id;
  private final boolean byTopicId;
  private final long createdMillis;
  private final Map<PartitionKey, FetchedPartition> partitions = new LinkedHashMap<>();
  private int epoch = 1;
  private long usedMillis;

  FetchSession(int id, boolean byTopicId, List<FetchedPartition> wanted, long nowMillis) {
    this.id = id;
    this.byTopicId = byTopicId;
    this.createdMillis = nowMillis;
    this.usedMillis = nowMillis;
    wanted.forEach(partition -> partitions.put(partition.key(), partition));
  }

  public int id() {
    return id;
  }

  /// The session epoch that the next request must carry.
  int epoch() {
    return epoch;
  }

  boolean byTopicId() {
    return byTopicId;
  }

  int size() {
    return partitions.size();
  }

  long createdMillis() {
    return createdMillis;
  }

  long usedMillis() {
    return usedMillis;
  }

  /// Applies what changed, and counts the epoch up.
  void update(List<FetchedPartition> wanted, List<PartitionKey> forgotten, long nowMillis) {
    for (FetchedPartition partition : wanted) {
      FetchedPartition known = partitions.get(partition.key());
      if (known == null) {
        partitions.put(partition.key(), partition);
      } else {
        known.update(partition);
      }
    }
    forgotten.forEach(partitions::remove);
    epoch = epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
    usedMillis = nowMillis;
  }

  List<FetchedPartition> partitions() {
    return new ArrayList<>(partitions.values());
  }

  void moveToEnd(FetchedPartition partition) {
    if (partitions.remove(partition.key(), partition)) {
      partitions.put(partition.key(), partition);
    }
  }
}
