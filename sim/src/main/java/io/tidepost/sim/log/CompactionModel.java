package io.tidepost.sim.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was written into a compacted log, as it was written.
final class CompactionModel {

  /// A record.
  ///
  /// @param value `null` for a tombstone
  record Entry(
      long offset, int key, @Nullable String value, long timestamp, long writtenMillis, Chunk in) {}

  /// A batch: data or the marker that ends a transaction.
  static final class Chunk {
    final long producerId;
    final int baseSequence;
    final boolean transactional;

    /// `null` for data; whether the transaction was committed for a marker.
    final @Nullable Boolean marker;

    long baseOffset;
    final List<Entry> entries = new ArrayList<>();

    Chunk(long producerId, int baseSequence, boolean transactional, @Nullable Boolean marker) {
      this.producerId = producerId;
      this.baseSequence = baseSequence;
      this.transactional = transactional;
      this.marker = marker;
    }

    @Override
    public String toString() {
      return "batch of producer %d at %d, %s%s"
          .formatted(
              producerId,
              baseOffset,
              transactional ? "transactional" : "plain",
              marker == null ? "" : marker ? ", commits" : ", aborts");
    }

    long endOffset() {
      return baseOffset + (marker != null ? 1 : entries.size());
    }
  }

  final TreeMap<Long, Chunk> chunks = new TreeMap<>();

  /// Everything before it is acknowledged.
  long acknowledgedEnd;

  /// Behind the last batch.
  long end;

  /// Where a compaction may have reached at most.
  long compactedEnd;

  void written(Chunk chunk, long endOffset) {
    chunks.put(chunk.baseOffset, chunk);
    end = endOffset;
  }

  /// After a crash the log ends here.
  void cut(long logEnd) {
    chunks.tailMap(logEnd, true).clear();
    end = logEnd;
  }

  /// First offset of each open transaction by producer.
  Map<Long, Long> openTransactions() {
    Map<Long, Long> open = new HashMap<>();
    for (Chunk chunk : chunks.values()) {
      if (chunk.marker != null) {
        open.remove(chunk.producerId);
      } else if (chunk.transactional) {
        open.putIfAbsent(chunk.producerId, chunk.baseOffset);
      }
    }
    return open;
  }

  /// The newest data batch of a producer; `null` when it wrote none.
  @Nullable Chunk lastOf(long producerId) {
    for (Chunk chunk : chunks.descendingMap().values()) {
      if (chunk.producerId == producerId && chunk.marker == null) {
        return chunk;
      }
    }
    return null;
  }

  /// Whether the transaction of a batch was committed.
  boolean committed(Chunk chunk) {
    for (Chunk later : chunks.tailMap(chunk.baseOffset, false).values()) {
      if (later.producerId == chunk.producerId && later.marker != null) {
        return later.marker;
      }
    }
    return false;
  }

  /// Every record by offset.
  TreeMap<Long, Entry> entries() {
    TreeMap<Long, Entry> entries = new TreeMap<>();
    chunks.values().forEach(chunk -> chunk.entries.forEach(e -> entries.put(e.offset, e)));
    return entries;
  }

  /// The newest committed record of each key before `end`.
  Map<Integer, Entry> newest(long end) {
    Map<Long, List<Chunk>> pending = new HashMap<>();
    TreeMap<Long, Entry> committed = new TreeMap<>();
    for (Chunk chunk : chunks.values()) {
      if (chunk.marker != null) {
        List<Chunk> ended = pending.remove(chunk.producerId);
        if (ended != null && chunk.marker) {
          ended.forEach(c -> c.entries.forEach(e -> committed.put(e.offset, e)));
        }
      } else if (chunk.transactional) {
        pending.computeIfAbsent(chunk.producerId, id -> new ArrayList<>()).add(chunk);
      } else {
        chunk.entries.forEach(e -> committed.put(e.offset, e));
      }
    }
    Map<Integer, Entry> newest = new HashMap<>();
    committed.headMap(end).values().forEach(e -> newest.put(e.key, e));
    return newest;
  }
}
