package io.tidepost.base.option;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Reads the syntax of `java.util.Properties` (escapes, continuation lines, `=`, `:` or white space
/// between name and value) and keeps the line of every entry, which `Properties` forgets.
///
/// Bytes are UTF-8 where they are valid UTF-8, otherwise ISO-8859-1 as in `Properties`.
public final class PropertiesFile {

  private final String file;
  private final String text;
  private final List<Setting> settings = new ArrayList<>();
  private int position;
  private int line = 1;

  private PropertiesFile(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /// Reads all entries in their order; a name may occur several times.
  ///
  /// @param file name for messages
  /// @param content the file's bytes
  /// @throws InvalidOptionException when a Unicode escape is malformed, naming file and line
  public static List<Setting> parse(String file, byte[] content) {
    return parse(file, decode(content));
  }

  /// As [#parse(String, byte[])], from text.
  public static List<Setting> parse(String file, String content) {
    PropertiesFile parser = new PropertiesFile(file, content);
    while (parser.position < content.length()) {
      parser.logicalLine();
    }
    return parser.settings;
  }

  private static String decode(byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      return new String(content, StandardCharsets.ISO_8859_1);
    }
  }

  private void logicalLine() {
    skipBlanks();
    int first = line;
    if (position >= text.length()) {
      return;
    }
    char start = text.charAt(position);
    if (start == '#' || start == '!') {
      skipComment();
    } else if (start == '\n' || start == '\r') {
      endLine();
    } else {
      String name = name();
      skipSeparator();
      settings.add(new Setting(name, value(), Origin.line(file, first)));
    }
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '=' || c == ':' || isBlank(c) || c == '\n' || c == '\r') {
        break;
      }
      next(c, name);
    }
    return name.toString();
  }

  private void skipSeparator() {
    skipBlanks();
    if (position < text.length()) {
      char c = text.charAt(position);
      if (c == '=' || c == ':') {
        position++;
        skipBlanks();
      }
    }
  }

  private String value() {
    StringBuilder value = new StringBuilder();
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '\n' || c == '\r') {
        endLine();
        break;
      }
      next(c, value);
    }
    return value.toString();
  }

  /// Takes one character or escape.
  private void next(char c, StringBuilder into) {
    position++;
    if (c != '\\') {
      into.append(c);
      return;
    }
    if (position >= text.length()) {
      return;
    }
    char escaped = text.charAt(position);
    switch (escaped) {
      case '\n', '\r' -> {
        endLine();
        skipBlanks();
      }
      case 't' -> take(into, '\t');
      case 'n' -> take(into, '\n');
      case 'r' -> take(into, '\r');
      case 'f' -> take(into, '\f');
      case 'u' -> unicode(into);
      default -> take(into, escaped);
    }
  }

  private void take(StringBuilder into, char c) {
    into.append(c);
    position++;
  }

  private void unicode(StringBuilder into) {
    int end = position + 5;
    try {
      into.append((char) HexFormat.fromHexDigits(text, position + 1, end));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw InvalidOptionException.of(
          file, file + ":" + line + ": \\u must be followed by four hexadecimal digits");
    }
    position = end;
  }

  /// A line that goes on counts as a blank, also before a name and around the separator.
  private void skipBlanks() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '\\' && isLineEnd(position + 1)) {
        position++;
        endLine();
      } else if (isBlank(c)) {
        position++;
      } else {
        return;
      }
    }
  }

  private void skipComment() {
    while (position < text.length()
        && text.charAt(position) != '\n'
        && text.charAt(position) != '\r') {
      position++;
    }
    endLine();
  }

  private void endLine() {
    if (position < text.length()) {
      boolean carriageReturn = text.charAt(position) == '\r';
      position++;
      if (carriageReturn && position < text.length() && text.charAt(position) == '\n') {
        position++;
      }
      line++;
    }
  }

  private boolean isLineEnd(int at) {
    return at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r');
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
  }
}
