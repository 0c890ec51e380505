package io.tidepost.log.index;

import io.tidepost.log.AbortedTransaction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The transactions that were aborted with a marker in this segment. On disk an entry is 34 bytes:
/// version 0, producer id, first offset, last offset (the marker's), last stable offset at that
/// moment (Kafka's `.txnindex`).
public final class TransactionIndex {

  /// Bytes of one entry on disk.
  public static final int ENTRY_SIZE = 34;

  /// One aborted transaction.
  ///
  /// @param producerId whose
  /// @param firstOffset of its first record in the partition
  /// @param lastOffset of its marker
  /// @param lastStableOffset behind the marker at that moment
  public record Entry(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}

  private final List<Entry> entries = new ArrayList<>(0);

  /// Reads the bytes of a transaction index file; `null` when they cannot be one.
  public static @Nullable TransactionIndex parse(ByteBuffer bytes) {
    if (bytes.remaining() % ENTRY_SIZE != 0) {
      return null;
    }
    var index = new TransactionIndex();
    long lastMarker = -1;
    while (bytes.hasRemaining()) {
      short version = bytes.getShort();
      var entry = new Entry(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
      if (version != 0
          || entry.lastOffset <= lastMarker
          || entry.firstOffset < 0
          || entry.firstOffset > entry.lastOffset) {
        return null;
      }
      lastMarker = entry.lastOffset;
      index.entries.add(entry);
    }
    return index;
  }

  /// Adds an entry; markers come in ascending order.
  public void append(Entry entry) {
    entries.add(entry);
  }

  /// All of them, by the offset of their marker.
  public List<Entry> entries() {
    return Collections.unmodifiableList(entries);
  }

  /// Number of entries.
  public int count() {
    return entries.size();
  }

  /// Adds to `into` what overlaps `[fromOffset, endOffset)`.
  ///
  /// @return whether no later segment can hold more: a last stable offset at or behind `endOffset`
  ///   was seen
  public boolean collect(long fromOffset, long endOffset, List<AbortedTransaction> into) {
    for (Entry entry : entries) {
      if (entry.lastOffset >= fromOffset && entry.firstOffset < endOffset) {
        into.add(new AbortedTransaction(entry.producerId, entry.firstOffset));
      }
      if (entry.lastStableOffset >= endOffset) {
        return true;
      }
    }
    return false;
  }

  /// Drops transactions whose marker is at or behind `offset`.
  public void truncateToOffset(long offset) {
    entries.removeIf(e -> e.lastOffset >= offset);
  }

  /// The content of the file.
  public ByteBuffer toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(entries.size() * ENTRY_SIZE);
    for (Entry e : entries) {
      bytes
          .putShort((short) 0)
          .putLong(e.producerId)
          .putLong(e.firstOffset)
          .putLong(e.lastOffset)
          .putLong(e.lastStableOffset);
    }
    return bytes.flip();
  }
}
