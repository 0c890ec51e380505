package io.tidepost.coordinator.transaction;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which transactional ids a list is about, as a regular expression of RE2: whatever a client
/// sends, matching takes linear time (KIP-1152).
public final class IdPattern {

  private IdPattern() {}

  /// Reads a pattern that has to match the whole id.
  ///
  /// @param expression `null` or empty for all ids
  /// @return `null` when it is not a regular expression
  public static @Nullable Predicate<String> of(@Nullable String expression) {
    if (expression == null || expression.isEmpty()) {
      return id -> true;
    }
    try {
      Pattern pattern = Pattern.compile(expression);
      return pattern::matches;
    } catch (PatternSyntaxException e) {
      return null;
    }
  }
}
