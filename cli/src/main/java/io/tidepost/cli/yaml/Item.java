package io.tidepost.cli.yaml;

import io.tidepost.cli.Failure;
import io.tidepost.cli.Nearest;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// One place in a YAML file, which knows its path and its line. What is wrong with it goes into a
/// list, so that a file's faults are told all at once.
public final class Item {

  /// What is wrong, and where.
  public record Fault(int line, String sentence) {}

  private static final int BYTES_MAX = 16 << 20;
  private static final int DEPTH_MAX = 20;

  private final Node node;
  private final String path;
  private final Path file;
  private final List<Fault> faults;

  private Item(Node node, String path, Path file, List<Fault> faults) {
    this.node = node;
    this.path = path;
    this.file = file;
    this.faults = faults;
  }

  /// Reads a file.
  ///
  /// @param faults where faults go
  /// @throws Failure when it is no YAML at all; the sentence names file and line
  public static Item parse(Path file, List<Fault> faults) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new Failure("there is no file " + file, e);
    } catch (IOException e) {
      throw new Failure(file + " cannot be read: " + e.getMessage(), e);
    }
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setNestingDepthLimit(DEPTH_MAX);
    options.setCodePointLimit(BYTES_MAX);
    Node root;
    try {
      root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      throw new Failure(
          file
              + (e.getProblemMark() == null ? "" : ":" + (e.getProblemMark().getLine() + 1))
              + ": "
              + e.getProblem(),
          e);
    } catch (YAMLException e) {
      throw new Failure(file + ": " + e.getMessage(), e);
    }
    if (root == null) {
      throw new Failure(file + ": the file is empty");
    }
    return new Item(root, "", file, faults);
  }

  /// Notes what is wrong here.
  public void problem(String sentence) {
    int line = node.getStartMark().getLine() + 1;
    String place = path.isEmpty() ? "" : path + ": ";
    faults.add(new Fault(line, file + ":" + line + ": " + place + sentence));
  }

  /// The file that it is in.
  public Path file() {
    return file;
  }

  /// The fields of a mapping, in the order of the file. Nothing when it is none, which is noted.
  public Map<String, Item> fields() {
    Map<String, Item> fields = new LinkedHashMap<>();
    if (empty()) {
      return fields;
    }
    if (!(node instanceof MappingNode mapping)) {
      problem("should be fields with values");
      return fields;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        String name = key.getValue();
        Item field =
            new Item(tuple.getValueNode(), path.isEmpty() ? name : path + "." + name, file, faults);
        if (fields.putIfAbsent(name, field) != null) {
          field.problem("is there twice");
        }
      } else {
        problem("a field's name should be a text");
      }
    }
    return fields;
  }

  /// The fields, of which only these may be there.
  public Map<String, Item> fields(String... known) {
    Map<String, Item> fields = fields();
    List<String> names = List.of(known);
    fields.forEach((name, field) -> {
      if (!names.contains(name)) {
        field.problem("is not known here" + Nearest.hint(name, names));
      }
    });
    return fields;
  }

  /// The parts of a list. Nothing when it is none, which is noted.
  public List<Item> items() {
    List<Item> items = new ArrayList<>();
    if (empty()) {
      return items;
    }
    if (!(node instanceof SequenceNode sequence)) {
      problem("should be a list");
      return items;
    }
    for (Node part : sequence.getValue()) {
      items.add(new Item(part, path + "[" + items.size() + "]", file, faults));
    }
    return items;
  }

  /// Whether nothing is written here.
  public boolean empty() {
    return node.getTag().equals(Tag.NULL);
  }

  /// A single value as it is written; `null` when it is none, which is noted.
  public @Nullable String text() {
    if (node instanceof ScalarNode scalar && !empty()) {
      return scalar.getValue();
    }
    problem("should be a value");
    return null;
  }

  /// A whole number; `otherwise` when it is none, which is noted.
  public long number(long least, long most, long otherwise) {
    String text = text();
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text.replace("_", ""));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // noted below
    }
    problem("'" + text + "' is no whole number from " + least + " to " + most);
    return otherwise;
  }
}
