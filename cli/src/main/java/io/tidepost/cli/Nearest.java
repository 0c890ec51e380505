package io.tidepost.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that somebody probably meant.
public final class Nearest {

  private Nearest() {}

  /// The candidate with the fewest edits between it and `name`, if there are few enough for it to
  /// be a slip: a third of the length, at least one; or one is the beginning of the other.
  public static Optional<String> to(String name, Collection<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .filter(c -> !c.equals(name))
        .filter(c -> isNear(wanted, c.toLowerCase(Locale.ROOT)))
        .min(
            Comparator.<String, Boolean>comparing(
                    c -> !isBeginning(wanted, c.toLowerCase(Locale.ROOT)))
                .thenComparingInt(c -> edits(wanted, c.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// ` (did you mean 'x'?)`, or nothing.
  public static String hint(String name, Collection<String> candidates) {
    return to(name, candidates).map(c -> "; did you mean '" + c + "'?").orElse("");
  }

  private static boolean isNear(String wanted, String candidate) {
    return isBeginning(wanted, candidate)
        || edits(wanted, candidate) <= Math.max(1, wanted.length() / 3);
  }

  private static boolean isBeginning(String wanted, String candidate) {
    return wanted.length() >= 3 && candidate.startsWith(wanted);
  }

  /// Insertions, deletions, substitutions and swaps of neighbours.
  static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + same);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
