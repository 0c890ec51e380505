package io.tidepost.coordinator.group.consumer;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Compiles the patterns that members subscribe to (KIP-848). RE2/J matches in time linear in the
/// name, but also in the pattern with its repetitions written out: `((a{1,100}){1,100}){1,100}`
/// takes minutes and hundreds of megabytes, and long rows of operators take the stack of whoever
/// compiles or matches them. Such patterns are refused before they cost anything.
final class TopicPattern {

  /// Longest pattern, in characters.
  static final int LENGTH_MAX = 10_000;

  /// Most operators, with everything that repetitions add when they are written out.
  static final int OPERATORS_MAX = 1_500;

  /// Deepest nesting of groups.
  static final int DEPTH_MAX = 100;

  private final String regex;
  private final long[] sizes = new long[DEPTH_MAX + 1];
  private int depth;
  private long operators;

  private TopicPattern(String regex) {
    this.regex = regex;
  }

  /// The pattern, ready to match.
  ///
  /// @throws PatternSyntaxException when it is none, or one that costs too much
  static Pattern compile(String regex) {
    if (regex.length() > LENGTH_MAX) {
      throw refused("longer than " + LENGTH_MAX + " characters", regex);
    }
    new TopicPattern(regex).check();
    try {
      return Pattern.compile(regex);
    } catch (StackOverflowError e) {
      throw refused("too deep", regex);
    }
  }

  private static PatternSyntaxException refused(String why, String regex) {
    return new PatternSyntaxException(why, regex);
  }

  /// Estimates the size of the pattern written out, as a sum over its parts. What is no pattern at
  /// all is left to the compiler to complain about.
  private void check() {
    long last = 0;
    int at = 0;
    while (at < regex.length()) {
      char c = regex.charAt(at);
      int next = at + 1;
      switch (c) {
        case '\\' -> {
          next = afterEscape(at);
          last = next - at;
          sizes[depth] += last;
        }
        case '[' -> {
          next = afterClass(at);
          last = 1;
          sizes[depth] += last;
        }
        case '(' -> {
          if (++depth > DEPTH_MAX) {
            throw refused("groups nested deeper than " + DEPTH_MAX, regex);
          }
          sizes[depth] = 1;
          operators++;
          last = 0;
        }
        case ')' -> {
          if (depth > 0) {
            last = sizes[depth--];
            sizes[depth] += last;
          }
        }
        case '{' -> {
          int end = regex.indexOf('}', at);
          long times = end < 0 ? -1 : times(regex.substring(at + 1, end));
          if (times >= 0) {
            next = end + 1;
            sizes[depth] += last * Math.max(0, times - 1);
            operators += last * Math.max(1, times);
            last *= Math.max(1, times);
          } else {
            last = 1;
            sizes[depth] += 1;
          }
        }
        case '*', '+', '?', '|' -> {
          sizes[depth] += 1;
          operators++;
        }
        default -> {
          last = 1;
          sizes[depth] += 1;
        }
      }
      if (operators > OPERATORS_MAX) {
        throw refused("more than " + OPERATORS_MAX + " operators and repeated parts", regex);
      }
      at = next;
    }
  }

  /// Behind an escaped character, or behind everything that `\Q…\E` quotes.
  private int afterEscape(int at) {
    if (regex.startsWith("\\Q", at)) {
      int end = regex.indexOf("\\E", at);
      return end < 0 ? regex.length() : end + 2;
    }
    return Math.min(at + 2, regex.length());
  }

  /// Behind a class of characters; a bracket right at its start belongs to it.
  private int afterClass(int from) {
    int at = from + 1;
    if (at < regex.length() && regex.charAt(at) == '^') {
      at++;
    }
    if (at < regex.length() && regex.charAt(at) == ']') {
      at++;
    }
    while (at < regex.length() && regex.charAt(at) != ']') {
      if (regex.startsWith("[:", at)) {
        int end = regex.indexOf(":]", at + 2);
        at = end < 0 ? at + 1 : end + 2;
      } else {
        at += regex.charAt(at) == '\\' ? 2 : 1;
      }
    }
    return Math.min(at + 1, regex.length());
  }

  /// How often `n`, `n,` or `n,m` repeats at most, -1 when it is no repetition.
  private static long times(String text) {
    int comma = text.indexOf(',');
    long least = number(comma < 0 ? text : text.substring(0, comma));
    if (least < 0 || comma < 0 || comma == text.length() - 1) {
      return least < 0 ? -1 : least + (comma < 0 ? 0 : 1);
    }
    long most = number(text.substring(comma + 1));
    return most < 0 ? -1 : Math.max(least, most);
  }

  private static long number(String text) {
    if (text.isEmpty() || text.length() > 6) {
      return -1;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(text);
  }
}
