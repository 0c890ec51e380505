package io.tidepost.cli.record;

import io.tidepost.cli.Failure;

/// Backslash sequences that are hard to type in a shell: `\t`, `\n`, `\r`, `\0`, `\\`, `\xHH`.
final class Escapes {

  private Escapes() {}

  /// The text with its sequences replaced by the characters they stand for.
  static String replace(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      i++;
      char kind = i < text.length() ? text.charAt(i) : ' ';
      switch (kind) {
        case 't' -> out.append('\t');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case '0' -> out.append('\0');
        case '\\' -> out.append('\\');
        case 'x' -> {
          out.append(hex(text, i + 1));
          i += 2;
        }
        default ->
            throw new Failure(
                "'"
                    + text
                    + "' has an unknown sequence '\\"
                    + kind
                    + "'; known are \\t \\n \\r \\0 \\\\ \\xHH");
      }
    }
    return out.toString();
  }

  private static char hex(String text, int at) {
    String digits = at + 2 <= text.length() ? text.substring(at, at + 2) : "";
    if (!digits.matches("[0-9a-fA-F]{2}")) {
      throw new Failure("'" + text + "' has \\x without two hexadecimal digits");
    }
    return (char) Integer.parseInt(digits, 16);
  }
}
