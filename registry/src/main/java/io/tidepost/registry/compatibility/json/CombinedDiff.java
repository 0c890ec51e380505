package io.tidepost.registry.compatibility.json;

import io.tidepost.registry.compatibility.json.Shape.Combined;
import io.tidepost.registry.compatibility.json.Shape.Criterion;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares combinations: parts of the old and of the new one are paired so that as many pairs as
/// possible break nothing (a matching in a bipartite graph, by augmenting paths).
final class CombinedDiff {

  private final JsonDiff diff;

  CombinedDiff(JsonDiff diff) {
    this.diff = diff;
  }

  void compare(Combined old, Combined now, String path, Differences differences) {
    String here = path.equals("#") ? "#/" : path;
    int before = old.parts().size();
    int after = now.parts().size();
    if (old.criterion() != now.criterion()) {
      if (!mayFollow(old, now)) {
        differences.add(Change.COMBINED_TYPE_CHANGED, here);
        return;
      }
      differences.add(Change.COMBINED_TYPE_EXTENDED, here);
    }
    // A combination of one part is of any kind.
    boolean demands =
        before > after ? old.criterion() == Criterion.ALL : now.criterion() == Criterion.ALL;
    if (before > after) {
      differences.add(demands ? Change.PRODUCT_TYPE_NARROWED : Change.SUM_TYPE_NARROWED, here);
    } else if (before < after) {
      differences.add(demands ? Change.PRODUCT_TYPE_EXTENDED : Change.SUM_TYPE_EXTENDED, here);
    }
    pair(old, now, path, here, differences);
  }

  /// Whether everything that satisfies the old criterion satisfies the new one.
  private static boolean mayFollow(Combined old, Combined now) {
    boolean oneBefore = old.parts().size() == 1;
    boolean oneAfter = now.parts().size() == 1;
    if (now.criterion() == Criterion.ANY || (oneBefore && oneAfter)) {
      return true;
    }
    return now.criterion() == Criterion.ONE
        && (oneBefore || (oneAfter && old.criterion() == Criterion.ALL));
  }

  private void pair(Combined old, Combined now, String path, String here, Differences differences) {
    List<Shape> before = old.parts();
    List<Shape> after = now.parts();
    @Nullable Differences[][] harmless = new Differences[before.size()][after.size()];
    for (int i = 0; i < before.size(); i++) {
      for (int j = 0; j < after.size(); j++) {
        String where = JsonDiff.below(path, old.criterion().keyword, String.valueOf(i));
        Differences attempt = diff.tried(before.get(i), after.get(j), where);
        harmless[i][j] = attempt.breaksNothing() ? attempt : null;
      }
    }
    int[] partner = new int[after.size()];
    Arrays.fill(partner, -1);
    int pairs = 0;
    for (int i = 0; i < before.size(); i++) {
      if (augment(i, harmless, partner, new boolean[after.size()])) {
        pairs++;
      }
    }
    if (pairs < Math.min(before.size(), after.size())) {
      differences.add(Change.COMBINED_TYPE_SUBSCHEMAS_CHANGED, here);
      return;
    }
    for (int j = 0; j < partner.length; j++) {
      Differences found = partner[j] < 0 ? null : harmless[partner[j]][j];
      if (found != null) {
        differences.addAll(found);
      }
    }
  }

  private static boolean augment(
      int i, @Nullable Differences[][] harmless, int[] partner, boolean[] seen) {
    for (int j = 0; j < partner.length; j++) {
      if (harmless[i][j] == null || seen[j]) {
        continue;
      }
      seen[j] = true;
      if (partner[j] < 0 || augment(partner[j], harmless, partner, seen)) {
        partner[j] = i;
        return true;
      }
    }
    return false;
  }
}
