package io.tidepost.cli;

import java.io.PrintStream;
import picocli.CommandLine.Option;

/// `-o`: for people or for programs.
public final class OutputOptions {

  /// Forms in which data can be printed.
  public enum Form {
    /// Columns for people.
    table,
    /// Documented and stable; see docs/formats/cli-json.md.
    json,
    /// The same fields as YAML.
    yaml
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "table",
      description =
          "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}. Fields of json and yaml are stable.")
  Form form = Form.table;

  /// Whether programs read it: then [#tree(PrintStream, Object)] prints it.
  public boolean structured() {
    return form != Form.table;
  }

  /// Whether it is to be YAML.
  public boolean yaml() {
    return form == Form.yaml;
  }

  /// Prints a table's rows as aligned columns or as an array of objects.
  public void print(PrintStream out, Table table) {
    if (structured()) {
      tree(out, table.rows());
    } else {
      table.print(out);
    }
  }

  /// Prints maps, collections, texts, numbers and booleans as JSON or YAML.
  public void tree(PrintStream out, Object tree) {
    if (yaml()) {
      YamlText.print(out, tree);
    } else {
      Json.print(out, tree);
    }
  }
}
