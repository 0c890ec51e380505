package io.tidepost.replica.share;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The records between the start offset of a share partition and the first offset it has never
/// delivered, as stretches without gaps. Neighbours that are alike are one stretch, so that memory
/// follows the disorder and not the number of records.
final class InFlight {

  private final TreeMap<Long, Stretch> stretches = new TreeMap<>();
  private long startOffset;
  private long endOffset;

  /// Nothing is in flight; the next record is the one at `offset`.
  void startAt(long offset) {
    stretches.clear();
    startOffset = offset;
    endOffset = offset;
  }

  /// First offset whose delivery is not complete (SPSO).
  long startOffset() {
    return startOffset;
  }

  /// First offset that was never delivered.
  long endOffset() {
    return endOffset;
  }

  /// All stretches in order.
  Collection<Stretch> all() {
    return stretches.values();
  }

  /// Adds a stretch at the end, of the offsets up to `lastOffset`.
  Stretch extend(long lastOffset, RecordState state, short deliveryCount) {
    Stretch added = new Stretch(endOffset, lastOffset, state, deliveryCount);
    stretches.put(added.firstOffset, added);
    endOffset = lastOffset + 1;
    return added;
  }

  /// The stretches that make up exactly the known part of the range; cuts where it has to.
  List<Stretch> within(long first, long last) {
    List<Stretch> result = new ArrayList<>(2);
    long from = Math.max(first, startOffset);
    long to = Math.min(last, endOffset - 1);
    if (from > to) {
      return result;
    }
    cutAt(from);
    cutAt(to + 1);
    result.addAll(stretches.subMap(from, true, to, true).values());
    return result;
  }

  /// The stretches that touch the range, uncut.
  Collection<Stretch> touching(long first, long last) {
    Long floor = stretches.floorKey(first);
    return stretches.subMap(floor == null ? first : floor, true, last, true).values();
  }

  private void cutAt(long offset) {
    var floor = stretches.floorEntry(offset);
    if (floor != null && floor.getKey() < offset && floor.getValue().lastOffset >= offset) {
      stretches.put(offset, floor.getValue().splitAt(offset));
    }
  }

  /// Joins what is alike from just before the range to just behind it.
  void join(long first, long last) {
    Long floor = stretches.lowerKey(Math.max(first, startOffset));
    Stretch before = floor == null ? null : stretches.get(floor);
    var tail = stretches.tailMap(before == null ? startOffset : before.firstOffset, true);
    Stretch open = null;
    for (var entries = tail.values().iterator(); entries.hasNext(); ) {
      Stretch next = entries.next();
      if (open != null && open.isLike(next)) {
        open.lastOffset = next.lastOffset;
        entries.remove();
      } else {
        open = next;
      }
      if (next.firstOffset > last) {
        return;
      }
    }
  }

  /// Forgets everything before `offset`, and what is complete behind it.
  ///
  /// @return whether the start offset moved
  boolean advanceTo(long offset) {
    long before = startOffset;
    if (offset >= endOffset) {
      stretches.clear();
      startOffset = offset;
      endOffset = offset;
      return startOffset != before;
    }
    if (offset > startOffset) {
      cutAt(offset);
      stretches.headMap(offset, false).clear();
      startOffset = offset;
    }
    Stretch head = first();
    while (head != null && head.state.isFinal()) {
      stretches.remove(head.firstOffset);
      startOffset = head.lastOffset + 1;
      head = first();
    }
    return startOffset != before;
  }

  private @Nullable Stretch first() {
    var entry = stretches.firstEntry();
    return entry == null ? null : entry.getValue();
  }

  /// First offset that can be delivered again, `-1` when there is none.
  long firstAvailable(long from) {
    for (Stretch stretch : touching(from, Long.MAX_VALUE)) {
      if (stretch.isAvailable() && stretch.lastOffset >= from) {
        return Math.max(from, stretch.firstOffset);
      }
    }
    return -1;
  }

  /// Records whose delivery is not complete.
  long openCount() {
    long open = 0;
    for (Stretch stretch : stretches.values()) {
      open += stretch.state.isFinal() ? 0 : stretch.count();
    }
    return open;
  }
}
