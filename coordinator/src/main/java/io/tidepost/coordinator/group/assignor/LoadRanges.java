package io.tidepost.coordinator.group.assignor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Walks the subscribers of one topic from both ends of their loads. Members are sorted by how many
/// partitions they have; at the low end a range of equally loaded members takes one partition each
/// before the range grows by those who have as many, at the high end the same with giving.
final class LoadRanges {

  /// Nobody is left who could give.
  static final int NOBODY = -1;

  private final int[] loads;
  private final List<Integer> sorted;
  private final int spread;

  private int lowEnd;
  private int lowLoad;
  private int nextLow;

  private int highStart;
  private int highEnd;
  private int highLoad;
  private int nextHigh;

  /// @param members numbers of the subscribers, at least one
  /// @param loads by number; followed as it changes
  LoadRanges(List<Integer> members, int[] loads) {
    this.loads = loads;
    this.sorted = new ArrayList<>(members);
    sorted.sort(
        Comparator.comparingInt((Integer m) -> loads[m]).thenComparing(Comparator.naturalOrder()));
    int least = loads[sorted.getFirst()];
    int most = loads[sorted.getLast()];
    this.spread = most - least;
    this.lowLoad = least - 1;
    this.highStart = sorted.size();
    this.highEnd = sorted.size();
    this.highLoad = most + 1;
    this.nextHigh = sorted.size() - 1;
  }

  /// Most less least load at the beginning.
  int spread() {
    return spread;
  }

  /// The member to receive next.
  int nextLeastLoaded() {
    if (nextLow >= lowEnd) {
      lowLoad++;
      while (lowEnd < sorted.size() && loads[sorted.get(lowEnd)] == lowLoad) {
        lowEnd++;
      }
      nextLow = 0;
    }
    return sorted.get(nextLow++);
  }

  /// The member to give next, [#NOBODY] when all are excluded.
  int nextMostLoaded() {
    if (nextHigh < highStart) {
      boolean rangeIsEmpty = highEnd <= highStart && highStart > 0;
      highLoad = rangeIsEmpty ? loads[sorted.get(highStart - 1)] : highLoad - 1;
      while (highStart > 0 && loads[sorted.get(highStart - 1)] == highLoad) {
        highStart--;
      }
      nextHigh = highEnd - 1;
    }
    return nextHigh < 0 ? NOBODY : sorted.get(nextHigh--);
  }

  /// Whoever came last from [#nextMostLoaded] has nothing to give.
  void excludeMostLoaded() {
    int excluded = sorted.get(nextHigh + 1);
    sorted.set(nextHigh + 1, sorted.get(highEnd - 1));
    sorted.set(highEnd - 1, excluded);
    highEnd--;
  }

  /// Whether the ends differ by no more than one.
  boolean isBalanced() {
    return highLoad - lowLoad <= 1;
  }
}
