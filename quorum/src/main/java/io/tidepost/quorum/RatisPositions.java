package io.tidepost.quorum;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.ratis.server.protocol.TermIndex;
import org.jspecify.annotations.Nullable;

/// Which entry of the consensus library's log holds which offsets, as far back as somebody may ask.
/// Belongs to the metadata loop.
final class RatisPositions {

  /// Entries behind the newest snapshot: last offset to where the entry is.
  private final NavigableMap<Long, TermIndex> entries = new TreeMap<>();

  /// Index of an entry to the offset behind it.
  private final NavigableMap<Long, Long> endOffsets = new TreeMap<>();

  /// An entry was applied.
  void applied(TermIndex at, long lastOffset) {
    entries.put(lastOffset, at);
    endOffsets.put(at.getIndex(), lastOffset + 1);
  }

  /// A snapshot holds everything up to an index.
  void restored(long index, long endOffset) {
    entries.clear();
    endOffsets.put(index, endOffset);
  }

  /// The entry whose last record has this offset, `null` when there is none.
  @Nullable TermIndex endingAt(long offset) {
    return entries.get(offset);
  }

  /// The offsets behind what is known to be there.
  ///
  /// @param indexes by node id, up to where each one's log is known to reach
  NavigableMap<Integer, Long> endOffsets(Map<Integer, Long> indexes) {
    NavigableMap<Integer, Long> result = new TreeMap<>();
    indexes.forEach((id, index) -> {
      Map.Entry<Long, Long> floor = endOffsets.floorEntry(index);
      result.put(id, floor == null ? 0 : floor.getValue());
    });
    return result;
  }

  /// A snapshot reaches up to this offset: entries in it are not asked for any more.
  void forgetUpTo(long offset) {
    entries.headMap(offset, true).clear();
    Map.Entry<Long, TermIndex> oldest = entries.firstEntry();
    Long keep =
        oldest == null
            ? endOffsets.isEmpty() ? null : endOffsets.lastKey()
            : endOffsets.floorKey(oldest.getValue().getIndex() - 1);
    if (keep != null) {
      endOffsets.headMap(keep, false).clear();
    }
  }
}
