package io.tidepost.cli.dump;

import io.tidepost.cli.Json;
import io.tidepost.cli.OutputOptions;
import io.tidepost.cli.YamlText;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Prints one thing found in a file per line: `kind key value key value` for people, a JSON object
/// or a YAML document for programs.
final class Lines {

  private final PrintStream out;
  private final OutputOptions output;
  private String file = "";

  Lines(PrintStream out, OutputOptions output) {
    this.out = out;
    this.output = output;
  }

  /// @param fields in the order of printing; `kind` first
  void print(Map<String, @Nullable Object> fields) {
    if (output.structured()) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      all.put("file", file);
      all.putAll(fields);
      if (output.yaml()) {
        YamlText.printNext(out, all);
      } else {
        out.println(Json.text(all, false));
      }
      return;
    }
    out.println(
        fields.entrySet().stream()
            .filter(e -> e.getValue() != null)
            .map(e ->
                e.getKey().equals("kind") ? padded(e.getValue()) : e.getKey() + " " + e.getValue())
            .collect(Collectors.joining("  ")));
  }

  /// A line above the things of one file; programs find the file in each object.
  void heading(String name) {
    file = name;
    if (!output.structured()) {
      out.println(name);
    }
  }

  private static String padded(@Nullable Object kind) {
    String word = String.valueOf(kind);
    return word.equals("record") ? "    record" : String.format("  %-7s", word);
  }
}
