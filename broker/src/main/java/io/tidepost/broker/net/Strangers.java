package io.tidepost.broker.net;

/// Makes texts that strangers had a hand in fit for the operator's log: one line, not endless.
public final class Strangers {

  /// Longer texts are cut.
  private static final int LENGTH_MAX = 500;

  private Strangers() {}

  /// The text, cut where it is too long, with `?` for what is no printable character.
  public static String text(String text) {
    int length = Math.min(text.length(), LENGTH_MAX);
    var out = new StringBuilder(length + 1);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
    }
    return length < text.length() ? out.append('…').toString() : out.toString();
  }
}
