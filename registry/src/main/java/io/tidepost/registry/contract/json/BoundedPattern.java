package io.tidepost.registry.contract.json;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Regular expressions that cannot explode: most run on an engine of linear time, and what that one
/// does not take (look-around, references back) may look at so many characters only.
final class BoundedPattern {

  private static final int LOOKS_MAX = 1_000_000;

  private BoundedPattern() {}

  static RegularExpression of(String text) {
    try {
      var linear = com.google.re2j.Pattern.compile(text);
      return value -> linear.matcher(value).find();
    } catch (com.google.re2j.PatternSyntaxException e) {
      return bounded(text);
    }
  }

  private static RegularExpression bounded(String text) {
    try {
      Pattern pattern = Pattern.compile(text);
      return value -> pattern.matcher(new Bounded(value)).find();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("pattern '" + text + "': " + e.getDescription(), e);
    }
  }

  /// A text that ends the search when it was looked at too often.
  private static final class Bounded implements CharSequence {
    private final String text;
    private int looks;

    Bounded(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks > LOOKS_MAX) {
        throw new JsonRules.TooManyStepsException();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
