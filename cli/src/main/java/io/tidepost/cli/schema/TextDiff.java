package io.tidepost.cli.schema;

import java.util.ArrayList;
import java.util.List;

/// What changed between two texts, line by line: `-` was there, `+` is there now.
final class TextDiff {

  /// Lines that stay around a change.
  private static final int CONTEXT = 2;

  /// Above so many lines the texts are shown one after the other.
  private static final int LINES_MAX = 3000;

  private TextDiff() {}

  static List<String> of(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> now = after.lines().toList();
    List<String> all =
        old.size() > LINES_MAX || now.size() > LINES_MAX ? replaced(old, now) : merged(old, now);
    return withContext(all);
  }

  private static List<String> replaced(List<String> old, List<String> now) {
    List<String> all = new ArrayList<>();
    old.forEach(line -> all.add("- " + line));
    now.forEach(line -> all.add("+ " + line));
    return all;
  }

  /// By the longest common subsequence.
  private static List<String> merged(List<String> old, List<String> now) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> all = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        all.add("  " + old.get(i++));
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        all.add("- " + old.get(i++));
      } else {
        all.add("+ " + now.get(j++));
      }
    }
    return all;
  }

  private static List<String> withContext(List<String> all) {
    boolean[] shown = new boolean[all.size()];
    for (int i = 0; i < all.size(); i++) {
      if (!all.get(i).startsWith("  ")) {
        for (int near = Math.max(0, i - CONTEXT);
            near <= Math.min(all.size() - 1, i + CONTEXT);
            near++) {
          shown[near] = true;
        }
      }
    }
    List<String> result = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (shown[i]) {
        result.add(all.get(i));
      } else if (i > 0 && shown[i - 1]) {
        result.add("  …");
      }
    }
    return result;
  }
}
