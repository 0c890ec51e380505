package io.tidepost.log;

import java.nio.file.Path;

/// Bytes of a segment that are not what was written.
///
/// @param file the segment
/// @param position first damaged byte
/// @param endPosition first byte of the next good batch, or the end of the file
/// @param firstOffset the first offset that is lost, as far as the neighbours tell
/// @param endOffset the first offset behind the damage
public record DamagedRange(
    Path file, long position, long endPosition, long firstOffset, long endOffset) {

  @Override
  public String toString() {
    return "%s is damaged from byte %d to %d (offsets %d to %d)"
        .formatted(file, position, endPosition, firstOffset, endOffset - 1);
  }
}
