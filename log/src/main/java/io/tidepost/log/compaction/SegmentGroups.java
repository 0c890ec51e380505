package io.tidepost.log.compaction;

import java.util.ArrayList;
import java.util.List;

/// Puts neighbouring segments together that have room in one, so that compaction does not leave
/// more and more small ones behind.
final class SegmentGroups {

  private SegmentGroups() {}

  static List<List<CompactionSource>> of(
      List<CompactionSource> sources, int bytesMax, int indexBytesMax) {
    List<List<CompactionSource>> groups = new ArrayList<>();
    List<CompactionSource> group = new ArrayList<>();
    long bytes = 0;
    long indexBytes = 0;
    for (CompactionSource source : sources) {
      boolean fits =
          bytes + source.size() <= bytesMax
              && indexBytes + source.indexBytes() <= indexBytesMax
              && (source.size() == 0 || reaches(group, source));
      if (!group.isEmpty() && !fits) {
        groups.add(group);
        group = new ArrayList<>();
        bytes = 0;
        indexBytes = 0;
      }
      group.add(source);
      bytes += source.size();
      indexBytes += source.indexBytes();
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  /// Whether offsets of `source` can be told from the group's base offset in 31 bits.
  private static boolean reaches(List<CompactionSource> group, CompactionSource source) {
    return group.isEmpty()
        || source.endOffset() - 1 - group.getFirst().baseOffset() <= Integer.MAX_VALUE;
  }
}
