package io.tidepost.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/// Writes the same trees as [Json] as YAML: the same fields in the same order, texts in quotes
/// where they would be taken for something else.
public final class YamlText {

  private YamlText() {}

  /// Prints one document, with a line feed at the end.
  public static void print(PrintStream out, Object tree) {
    out.print(text(tree));
  }

  /// Prints one of several documents: a line `---` goes before it.
  public static void printNext(PrintStream out, Object tree) {
    out.print("---\n" + text(tree));
  }

  /// The tree as a block.
  public static String text(Object tree) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    return new Yaml(options).dump(plain(tree));
  }

  /// Copies, so that no part is written as an alias of another; what is no value of YAML's becomes
  /// a text.
  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, part) -> copy.put(String.valueOf(key), plain(part)));
        yield copy;
      }
      case Iterable<?> items -> {
        List<@Nullable Object> copy = new ArrayList<>();
        items.forEach(item -> copy.add(plain(item)));
        yield copy;
      }
      case Boolean b -> b;
      case Number n -> n;
      default -> value.toString();
    };
  }
}
