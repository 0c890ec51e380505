package io.tidepost.console.cluster;

import java.util.ArrayList;
import java.util.List;

/// What changed from one text to another, line by line: the longest common subsequence stays.
public final class LineDiff {

  /// Beyond this the table of the comparison gets too large to be worth it.
  private static final int LINES_MAX = 2_000;

  private LineDiff() {}

  /// @param kind `same`, `gone` or `new`
  public record Line(String kind, String text) {}

  /// Compares.
  public static List<Line> of(String before, String after) {
    List<String> a = before.lines().limit(LINES_MAX).toList();
    List<String> b = after.lines().limit(LINES_MAX).toList();
    int[][] common = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        common[i][j] =
            a.get(i).equals(b.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<Line> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
        lines.add(new Line("same", a.get(i++)));
        j++;
      } else if (j == b.size() || i < a.size() && common[i + 1][j] >= common[i][j + 1]) {
        lines.add(new Line("gone", a.get(i++)));
      } else {
        lines.add(new Line("new", b.get(j++)));
      }
    }
    return lines;
  }
}
