package io.tidepost.log.compaction;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/// The newest offset of each key, in a fixed amount of memory off the heap: open addressing, 24
/// bytes per slot (128 bits of hash, offset + 1). Not thread-safe, but may go from thread to
/// thread.
public final class OffsetMap implements AutoCloseable {

  /// Bytes that one key takes.
  public static final int SLOT_BYTES = 24;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final KeyHash hash;
  private final long slots;
  private final long entriesMax;
  private long entries;
  private long latestOffset = -1;

  /// @param slots how many keys there is room for, at least 2
  /// @param loadFactor how much of it may be used
  public OffsetMap(long slots, double loadFactor, KeyHash hash) {
    this.slots = Math.max(2, slots);
    this.entriesMax = Math.clamp((long) (this.slots * loadFactor), 1, this.slots - 1);
    this.hash = hash;
    this.memory = arena.allocate(this.slots * SLOT_BYTES, Long.BYTES);
  }

  /// Whether no further key may be put in.
  boolean isFull() {
    return entries >= entriesMax;
  }

  /// Notes that the key of `length` bytes at index `from` was last seen at `offset`, which is
  /// higher than all before.
  void put(ByteBuffer bytes, int from, int length, long offset) {
    hash.hash(bytes, from, length);
    long at = find();
    if (memory.get(LONG, at + 16) == 0) {
      memory.set(LONG, at, hash.low());
      memory.set(LONG, at + 8, hash.high());
      entries++;
    }
    memory.set(LONG, at + 16, offset + 1);
  }

  /// The newest offset of a key; -1 when it was never put in.
  long get(ByteBuffer bytes, int from, int length) {
    hash.hash(bytes, from, length);
    return memory.get(LONG, find() + 16) - 1;
  }

  /// Position of the slot that holds the key just hashed, or of the free one where it belongs.
  private long find() {
    long slot = Math.unsignedMultiplyHigh(hash.low(), slots);
    while (true) {
      long at = slot * SLOT_BYTES;
      if (memory.get(LONG, at + 16) == 0
          || (memory.get(LONG, at) == hash.low() && memory.get(LONG, at + 8) == hash.high())) {
        return at;
      }
      slot = slot + 1 == slots ? 0 : slot + 1;
    }
  }

  /// Keys in the map.
  public long entries() {
    return entries;
  }

  /// Every record up to this offset has been considered; -1 when none was.
  long latestOffset() {
    return latestOffset;
  }

  void latestOffset(long offset) {
    latestOffset = offset;
  }

  /// Bytes it takes.
  public long sizeInBytes() {
    return memory.byteSize();
  }

  /// Gives the memory back.
  @Override
  public void close() {
    arena.close();
  }
}
