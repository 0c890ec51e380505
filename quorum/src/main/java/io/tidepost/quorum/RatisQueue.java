package io.tidepost.quorum;

import io.tidepost.metadata.MetadataRecord;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// What the leader has appended and not submitted yet. Belongs to the metadata loop.
final class RatisQueue {

  private static final int RECORDS_PER_ENTRY = 10_000;

  /// Several units that become one entry.
  ///
  /// @param batch a record batch
  /// @param baseOffset of its first record
  /// @param lastOffset of its last record
  /// @param callId the same for every attempt to submit it
  record Entry(ByteBuffer batch, long baseOffset, long lastOffset, long callId) {

    boolean isTooLarge() {
      return batch.remaining() > RatisProperties.ENTRY_BYTES_MAX;
    }
  }

  private final Queue<List<MetadataRecord>> units = new ArrayDeque<>();
  private long nextCallId = 1;

  void add(List<MetadataRecord> unit) {
    units.add(unit);
  }

  boolean isEmpty() {
    return units.isEmpty();
  }

  void clear() {
    units.clear();
  }

  /// Takes what goes into the next entry: whole units, at least one.
  Entry take(long baseOffset, int leaderEpoch, long nowMillis) {
    List<MetadataRecord> records = new ArrayList<>();
    List<MetadataRecord> next = units.peek();
    while (next != null
        && (records.isEmpty() || records.size() + next.size() <= RECORDS_PER_ENTRY)) {
      records.addAll(next);
      units.remove();
      next = units.peek();
    }
    ByteBuffer batch = MetadataBatches.build(records, baseOffset, leaderEpoch, nowMillis);
    return new Entry(batch, baseOffset, baseOffset + records.size() - 1, nextCallId++);
  }
}
