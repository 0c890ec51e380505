package io.tidepost.replica.share;

import java.util.List;

/// A range of offsets that a member acknowledges.
///
/// @param firstOffset first offset
/// @param lastOffset last offset, inclusive
/// @param types numbers of [AcknowledgeType]: one for all offsets, or one for each
public record AcknowledgedRange(long firstOffset, long lastOffset, List<Byte> types) {

  /// The number given for an offset.
  byte typeOf(long offset) {
    return types.get(types.size() == 1 ? 0 : (int) (offset - firstOffset));
  }
}
