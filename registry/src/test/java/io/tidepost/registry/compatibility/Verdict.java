package io.tidepost.registry.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One pair of schemas from a file of verdicts, with what is expected of it.
///
/// @param title what changed
/// @param fields `old`, `new`, `backward`, `forward`, and `policy` where it is not the strict one
record Verdict(String title, Map<String, String> fields) {

  /// Reads a file: `== title`, then `name: value` lines; `#` begins a comment.
  static List<Verdict> read(String file) {
    String text;
    try (var stream = Verdict.class.getResourceAsStream("/verdicts/" + file)) {
      if (stream == null) {
        throw new IllegalArgumentException("there is no file " + file);
      }
      text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Verdict> result = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("== ")) {
        result.add(new Verdict(line.substring(3), new LinkedHashMap<>()));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        int colon = line.indexOf(": ");
        String known =
            result.getLast().fields().put(line.substring(0, colon), line.substring(colon + 2));
        if (known != null) {
          throw new IllegalArgumentException(file + ": said twice: " + line);
        }
      }
    }
    return result;
  }

  String get(String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException(title + " says no " + name);
    }
    return value;
  }

  boolean lenient() {
    return "lenient".equals(fields.get("policy"));
  }

  boolean isOk(String direction) {
    return get(direction).equals("ok");
  }

  @Override
  public String toString() {
    return title;
  }
}
