package io.tidepost.metadata.acl;

import io.tidepost.base.PersistentMap;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Which lengths the prefixes in access control entries have, so that finding those that cover a
/// name takes one look-up per length in use. Immutable.
final class PrefixLengths {

  static final PrefixLengths NONE = new PrefixLengths(PersistentMap.empty(), PersistentMap.empty());

  private static final int[] NO_LENGTHS = {};

  private record Key(ResourceType type, int length) {}

  private final PersistentMap<Key, Integer> counts;
  private final PersistentMap<ResourceType, int[]> lengths;

  private PrefixLengths(
      PersistentMap<Key, Integer> counts, PersistentMap<ResourceType, int[]> lengths) {
    this.counts = counts;
    this.lengths = lengths;
  }

  /// The lengths in use, ascending; not to be changed.
  int[] of(ResourceType type) {
    int[] known = lengths.get(type);
    return known == null ? NO_LENGTHS : known;
  }

  /// One more pattern.
  PrefixLengths with(AclPattern pattern) {
    return pattern.patternType() == PatternType.PREFIXED ? counted(pattern, 1) : this;
  }

  /// One pattern less.
  PrefixLengths without(AclPattern pattern) {
    return pattern.patternType() == PatternType.PREFIXED ? counted(pattern, -1) : this;
  }

  private PrefixLengths counted(AclPattern pattern, int change) {
    int length = pattern.name().length();
    var key = new Key(pattern.type(), length);
    Integer old = counts.get(key);
    int count = (old == null ? 0 : old) + change;
    int[] known = of(pattern.type());
    if (count == 0) {
      int[] fewer = Arrays.stream(known).filter(each -> each != length).toArray();
      return new PrefixLengths(counts.remove(key), lengths.put(pattern.type(), fewer));
    }
    if (old != null) {
      return new PrefixLengths(counts.put(key, count), lengths);
    }
    int[] more = IntStream.concat(IntStream.of(length), Arrays.stream(known)).sorted().toArray();
    return new PrefixLengths(counts.put(key, count), lengths.put(pattern.type(), more));
  }
}
