package io.tidepost.log.compaction;

/// What one compaction may use.
///
/// @param mapBytesMax for the newest offset of each key
/// @param mapLoadFactor how full that may get, above 0, at most 1
/// @param bufferBytes for reading, and as much again for writing
/// @param stepBytes how much one step may read before it lets others in
/// @param hash of keys
public record CompactionSettings(
    long mapBytesMax, double mapLoadFactor, int bufferBytes, long stepBytes, KeyHash hash) {

  private static final int BUFFER_MIN = 4096;

  /// Slots for a dirty section of so many offsets: no more than can be needed.
  long slotsFor(long offsets) {
    long allowed = mapBytesMax / OffsetMap.SLOT_BYTES;
    double wanted = Math.min(offsets, allowed) / mapLoadFactor + 2;
    return Math.clamp((long) wanted, 2, Math.max(2, allowed));
  }

  int bufferBytesUsed() {
    return Math.max(BUFFER_MIN, bufferBytes);
  }
}
