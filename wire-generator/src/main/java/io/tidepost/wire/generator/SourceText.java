package io.tidepost.wire.generator;

import java.util.Arrays;
import java.util.List;

/// Java source under construction: indented lines.
final class SourceText {

  private final StringBuilder text = new StringBuilder();
  private int depth;

  SourceText line(String line) {
    if (!line.isEmpty()) {
      text.append("  ".repeat(depth)).append(line);
    }
    text.append('\n');
    return this;
  }

  SourceText blank() {
    return line("");
  }

  /// Opens a block: the line gets a brace.
  SourceText open(String line) {
    line(line + " {");
    depth++;
    return this;
  }

  SourceText close() {
    depth--;
    return line("}");
  }

  /// Closes a block and opens its alternative.
  SourceText otherwise(String head) {
    depth--;
    line("} " + head + " {");
    depth++;
    return this;
  }

  /// A Markdown comment, wrapped.
  SourceText comment(List<String> paragraphs) {
    for (String paragraph : paragraphs) {
      StringBuilder row = new StringBuilder("///");
      for (String word : Arrays.asList(paragraph.trim().split("\\s+"))) {
        if (row.length() + word.length() + 1 + 2 * depth > 100) {
          line(row.toString());
          row = new StringBuilder("///");
        }
        row.append(word.isEmpty() ? "" : " ").append(word);
      }
      line(row.toString());
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
